using System.Collections.Concurrent;
using System.Reflection;
using TensorDsl.Generator.Reading;
using TensorDsl.Generator.Reading.Program;
using Tree = System.Linq.Expressions.Expression;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>
/// Finds the members that a definition calls among the generator's own compiled types. They are called through compiled
/// expressions, because reflection would catch their exceptions and so lose the blocks that were open.
/// </summary>
internal static class Library
{
    private static readonly ConcurrentDictionary<LibraryMember, Bound?> Known = new();

    /// <summary>The member, or null if this version of the language lacks it.</summary>
    public static Bound? Find(LibraryMember member) => Known.GetOrAdd(member, Bind);

    private static Bound? Bind(LibraryMember member)
    {
        var home = member.Type.StartsWith("System.", StringComparison.Ordinal) ? typeof(Math).Assembly : typeof(Tensor).Assembly;
        if (home.GetType(member.Type) is not { } type)
            return null;
        var flags = BindingFlags.Public | (member.IsStatic ? BindingFlags.Static : BindingFlags.Instance);
        MemberInfo? found = member.Kind switch
        {
            MemberKind.Constructor => type.GetConstructors().FirstOrDefault(candidate => Fits(member, candidate)),
            MemberKind.Field => type.GetField(member.Name, flags),
            _ => type.GetMethods(flags).FirstOrDefault(candidate => candidate.Name == member.Name && Fits(member, candidate)),
        };
        return found is null ? null : Compile(type, found);
    }

    private static bool Fits(LibraryMember member, MethodBase candidate) =>
        !candidate.ContainsGenericParameters
        && candidate.GetParameters().Select(p => TypeNames.Of(p.ParameterType)).SequenceEqual(member.Parameters);

    private static Bound Compile(Type type, MemberInfo member)
    {
        var instance = Tree.Parameter(typeof(object));
        var arguments = Tree.Parameter(typeof(object[]));
        ParameterInfo[] parameters = member is MethodBase method ? method.GetParameters() : [];
        var values = parameters.Select((p, i) =>
            Tree.Convert(Tree.ArrayIndex(arguments, Tree.Constant(i)), p.ParameterType)).ToArray();
        var self = Tree.Convert(instance, type);
        Tree call = member switch
        {
            ConstructorInfo constructor => Tree.New(constructor, values),
            FieldInfo field => Tree.Field(field.IsStatic ? null : self, field),
            MethodInfo { IsStatic: true } function => Tree.Call(function, values),
            _ => Tree.Call(self, (MethodInfo)member, values),
        };
        var compiled = Tree.Lambda<Func<object?, object?[], object?>>(Tree.Convert(call, typeof(object)), instance, arguments).Compile();
        return new Bound(compiled, [.. parameters.Select(p => p.ParameterType)]);
    }

    /// <summary>A member ready to be called.</summary>
    public sealed class Bound(Func<object?, object?[], object?> call, Type[] parameters)
    {
        public object? Invoke(object? instance, object?[] arguments)
        {
            object?[] values = [.. arguments.Select((argument, i) => Clr.To(argument, parameters[i]))];
            return Clr.From(call(instance, values));
        }
    }
}

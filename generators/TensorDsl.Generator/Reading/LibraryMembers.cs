using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>Recognises the members that the interpreter runs itself: the language's own, and <see cref="Math"/>.</summary>
internal static class LibraryMembers
{
    // The assembly and its namespace: a reference to it may be its sources, and the user may add to the namespace.
    private const string Library = "TensorDsl";

    public static LibraryMember? TryRead(IMethodSymbol method)
    {
        var definition = method.ReducedFrom ?? method;
        if (!IsLibrary(definition) || definition.IsGenericMethod)
            return null;
        var kind = definition.MethodKind == MethodKind.Constructor ? MemberKind.Constructor : MemberKind.Method;
        return new LibraryMember(
            kind, TypeNames.Of(definition.ContainingType), definition.Name,
            definition.Parameters.Select(p => TypeNames.Of(p.Type)).ToEquatableArray(), definition.IsStatic);
    }

    public static LibraryMember? TryRead(IFieldSymbol field) => IsLibrary(field)
        ? new LibraryMember(MemberKind.Field, TypeNames.Of(field.ContainingType), field.Name, default, field.IsStatic)
        : null;

    private static bool IsLibrary(ISymbol member) =>
        member.ContainingType is { IsGenericType: false } type
        && (type is { ContainingAssembly.Name: Library, ContainingNamespace: { Name: Library, ContainingNamespace.IsGlobalNamespace: true } }
            || TypeNames.Of(type) is "System.Math" or "System.MathF");
}

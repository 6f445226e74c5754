using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

internal sealed partial class BodyReader
{
    private Expression ReadField(IFieldReferenceOperation reference)
    {
        var field = reference.Field;
        if (field.ContainingType.IsTupleType)
            return ReadTupleItem(reference);
        if (LibraryMembers.TryRead(field) is { } member)
            return new LibraryCall(member, ReadInstance(reference.Instance), default, Place(reference));
        if (field is not { IsStatic: true, IsReadOnly: true } || InitializerOf(field) is not { } value)
            return NotConstant(reference, $"'{field.Name}' is neither const nor static readonly with a value");

        Expression result = Placeholder;
        bool entered = session.Enter(field, () => result = Read(session.ModelOf(value).GetOperation(value, session.Cancellation)));
        return entered
            ? new Named(field.Name, result, Place(reference))
            : NotConstant(reference, $"'{field.Name}' depends on itself");
    }

    private ExpressionSyntax? InitializerOf(IFieldSymbol field) =>
        session.CanRead(field)
            ? (field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(session.Cancellation) as VariableDeclaratorSyntax)?.Initializer?.Value
            : null;

    private Expression ReadTupleItem(IFieldReferenceOperation reference)
    {
        string name = (reference.Field.CorrespondingTupleField ?? reference.Field).Name;
        return name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(name.Substring(4), out int place)
            ? new TupleItem(Read(reference.Instance), place - 1, Place(reference))
            : Unsupported(reference, $"the tuple field '{name}'");
    }

    private Expression ReadProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (property.GetMethod is { } getter && LibraryMembers.TryRead(getter) is { } member)
            return new LibraryCall(member, ReadInstance(reference.Instance), ReadArguments(reference.Arguments), Place(reference));
        if (reference.Instance?.Type is IArrayTypeSymbol && property.Name == nameof(Array.Length))
            return new ArrayLength(Read(reference.Instance), null, Place(reference));
        string name = property.ToDisplayString(Constructs.ShortFormat);
        return Scalars.Of(property.Type) is not null && !IsReported(reference.Instance?.Type)
            ? NotConstant(reference, $"'{name}' is known at run time only")
            : Unsupported(reference, $"the property '{name}'", reference.Instance?.Type);
    }

    private Expression ReadInvocation(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        int before = session.Diagnostics.Count;
        var arguments = ReadArguments(invocation.Arguments);
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return method.Parameters.Any(p => p.RefKind is RefKind.Ref or RefKind.Out)
                ? Unsupported(invocation, "a delegate that takes references")
                : new FunctionCall(Read(invocation.Instance), arguments, Place(invocation));
        }

        if (method.MethodKind == MethodKind.LocalFunction)
            return new FunctionCall(ReadLocalFunction(invocation, method), arguments, Place(invocation));
        if (LibraryMembers.TryRead(method) is { } member)
            return new LibraryCall(member, ReadInstance(invocation.Instance), arguments, Place(invocation));
        if (invocation.Instance?.Type is IArrayTypeSymbol && method.Name == nameof(Array.GetLength) && arguments.Count == 1)
            return new ArrayLength(Read(invocation.Instance), arguments[0].Value, Place(invocation));
        return session.CanRead(method)
            ? new MethodCall(session.IndexOf(method.OriginalDefinition, invocation.Syntax), arguments, Place(invocation))
            : method.IsExtensionMethod && session.Diagnostics.Count > before
                ? Nothing(invocation)
                : Unsupported(invocation, $"a call of '{method.ToDisplayString(Constructs.ShortFormat)}'", invocation.Instance?.Type);
    }

    private Expression ReadMethodReference(IMethodReferenceOperation reference)
    {
        var method = reference.Method;
        if (method.MethodKind == MethodKind.LocalFunction)
            return ReadLocalFunction(reference, method);
        if (LibraryMembers.TryRead(method) is { } member)
            return new LibraryFunction(member, ReadInstance(reference.Instance), Place(reference));
        return session.CanRead(method)
            ? new MethodFunction(session.IndexOf(method.OriginalDefinition, reference.Syntax), Place(reference))
            : Unsupported(reference, $"'{method.ToDisplayString(Constructs.ShortFormat)}'");
    }

    private Expression ReadLocalFunction(IOperation use, IMethodSymbol function)
    {
        if (function.IsGenericMethod)
            return Unsupported(use, $"the generic method '{function.Name}'");
        if (session.IsOpen(function.OriginalDefinition))
        {
            session.Report(use.Syntax, "TDSL005", $"'{function.Name}'");
            return Nothing(use);
        }

        return new Variable(Declare(function), function.Name, Place(use));
    }

    private Expression ReadCreation(IObjectCreationOperation creation)
    {
        string type = creation.Type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "?";
        if (creation.Constructor is not { } constructor || LibraryMembers.TryRead(constructor) is not { } member)
            return Unsupported(creation, $"'new {type}'", creation.Type);
        return creation.Initializer is { } initializer
            ? Unsupported(initializer, "an object initialiser")
            : new LibraryCall(member, null, ReadArguments(creation.Arguments), Place(creation));
    }

    private Expression? ReadInstance(IOperation? instance) => instance is null ? null : Read(instance);

    private EquatableArray<Program.Argument> ReadArguments(IEnumerable<IArgumentOperation> arguments) =>
        arguments.Select(ReadArgument).ToEquatableArray();

    private Program.Argument ReadArgument(IArgumentOperation argument)
    {
        if (argument.Parameter is not { } parameter)
            return new Program.Argument(0, Broken(argument));
        // Whoever takes a reference is reported as such.
        bool isReference = parameter.RefKind is RefKind.Ref or RefKind.Out;
        return new Program.Argument(parameter.Ordinal, isReference ? Nothing(argument) : Read(argument.Value));
    }
}

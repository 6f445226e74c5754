using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>
/// Finds a model's entry points: static methods that return a Tensor, or a tuple of them, and whose parameters carry
/// <c>[Axes]</c>.
/// </summary>
internal static class EntryPointReader
{
    private const string AxesAttribute = "TensorDsl.AxesAttribute";
    private const string Tensor = "TensorDsl.Tensor";
    private const string Tokens = "TensorDsl.Tokens";

    private static readonly HashSet<string> Members =
    [
        "Parameters", "Gradients", "Team", "Layout", "Weights", "WeightGradients", "Tensors", "Dispose", "Backward", "Differentiate", "DropoutSeed", "NewGeneration",
        "Generation", "Generations", "Compact", "Compacted", "CompactedModel", "Generated",
    ];

    public static List<EntryPoint> ReadAll(ReadingSession session, INamedTypeSymbol type)
    {
        var result = new List<EntryPoint>();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(IsMarked))
        {
            if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(session.Cancellation) is not MethodDeclarationSyntax syntax)
                continue;
            if (!SyntaxFacts.IsValidIdentifier(method.Name))
            {
                session.IsBroken = true;
                continue;
            }

            string? mistake = Mistake(method) ?? (result.Any(other => other.Name == method.Name) ? "is declared twice" : null);
            if (mistake is not null)
                session.Report(syntax.Identifier, "TDSL006", method.Name, mistake);
            else if (ReadInputs(session, method, type) is { } inputs)
                Add(new EntryPoint(method.Name, session.IndexOf(method, syntax), inputs, session.Locations.Add(syntax.Identifier)) { Elements = Elements(method) }, syntax);
        }

        return result;

        void Add(EntryPoint entry, MethodDeclarationSyntax syntax)
        {
            if (EntryPointNames.Clash(entry, result) is { } clash)
                session.Report(syntax.Identifier, "TDSL006", entry.Name, clash);
            else
                result.Add(entry);
        }
    }

    /// <summary>Whether a method is meant to be an entry point.</summary>
    public static bool IsMarked(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Ordinary && method.Parameters.Any(parameter => AxesOf(parameter) is not null);

    private static string? Mistake(IMethodSymbol method) =>
        !method.IsStatic ? "is not static"
        : Members.Contains(method.Name) ? "has the name of a member that every model has"
        : method.IsGenericMethod ? "is generic"
        : method.ReturnType.TypeKind == TypeKind.Error ? null
        : method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple
            ? tuple.TupleElements.All(element => TypeNames.Of(element.Type) == Tensor) ? null : "returns a tuple of more than Tensors"
        : TypeNames.Of(method.ReturnType) != Tensor ? "does not return a Tensor"
        : null;

    private static EquatableArray<string> Elements(IMethodSymbol method) => method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple
        ? tuple.TupleElements.Select(element => element.Name).ToEquatableArray()
        : default;

    private static EquatableArray<Input>? ReadInputs(ReadingSession session, IMethodSymbol method, INamedTypeSymbol type)
    {
        var inputs = new List<Input>();
        foreach (var parameter in method.Parameters)
        {
            string typeName = TypeNames.Of(parameter.Type);
            string? mistake =
                typeName is not (Tensor or Tokens) ? "is neither Tokens nor Tensor"
                : AxesOf(parameter) is not { } attribute ? "has no [Axes]"
                : AxesMistake(attribute, type);
            if (mistake is null && parameter.Name.Length > 0)
            {
                var axes = NamesOf(AxesOf(parameter)!).Select(text => AxisText.Read(text, type)).ToEquatableArray();
                inputs.Add(new Input(parameter.Name, typeName == Tokens, axes));
            }
            else if (parameter.Type.TypeKind == TypeKind.Error || parameter.Name.Length == 0)
            {
                session.IsBroken = true;
            }
            else
            {
                session.Report(
                    parameter.DeclaringSyntaxReferences[0].GetSyntax(session.Cancellation), "TDSL006", method.Name,
                    $"has a parameter '{parameter.Name}' that {mistake}");
            }
        }

        if (inputs.Count < method.Parameters.Length)
            return null;
        return inputs.ToEquatableArray();
    }

    private static AttributeData? AxesOf(IParameterSymbol parameter) => parameter.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass is { } type && TypeNames.Of(type) == AxesAttribute);

    private static string? AxesMistake(AttributeData attribute, INamedTypeSymbol type)
    {
        string[] texts = [.. NamesOf(attribute)];
        return texts.Select(text => AxisText.Mistake(text, type)).FirstOrDefault(mistake => mistake is not null)
            ?? (texts.Select(AxisText.NameOf).Distinct().Count() != texts.Length ? "has two axes of one name" : null);
    }

    private static IEnumerable<string> NamesOf(AttributeData attribute) => attribute.ConstructorArguments
        .SelectMany(argument => argument.Kind == TypedConstantKind.Array
            ? argument.Values.IsDefault ? [] : argument.Values.Select(value => value.Value as string ?? "")
            : [argument.Value as string ?? ""]);
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>Finds a model's entry points: static methods that return a Tensor and whose parameters carry <c>[Axes]</c>.</summary>
internal static class EntryPointReader
{
    private const string AxesAttribute = "TensorDsl.AxesAttribute";
    private const string Tensor = "TensorDsl.Tensor";
    private const string Tokens = "TensorDsl.Tokens";

    private static readonly string[] Arenas = ["Parameters", "Gradients", "Arena", "State"];

    private static readonly HashSet<string> Members =
        ["Parameters", "Gradients", "Team", "Layout", "Weights", "WeightGradients", "Tensors", "Dispose", "Backward", "State", "Units", "ArenaLength"];

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
                result.Add(new EntryPoint(method.Name, session.IndexOf(method, syntax), inputs, session.Locations.Add(syntax.Identifier)));
        }

        return result;
    }

    private static bool IsMarked(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Ordinary && method.Parameters.Any(parameter => AxesOf(parameter) is not null);

    private static string? Mistake(IMethodSymbol method) =>
        !method.IsStatic ? "is not static"
        : Members.Contains(method.Name) ? "has the name of a member that every model has"
        : method.IsGenericMethod ? "is generic"
        : method.ReturnType.TypeKind == TypeKind.Error ? null
        : TypeNames.Of(method.ReturnType) != Tensor ? "does not return a Tensor"
        : null;

    private static EquatableArray<Input>? ReadInputs(ReadingSession session, IMethodSymbol method, INamedTypeSymbol type)
    {
        var inputs = new List<Input>();
        foreach (var parameter in method.Parameters)
        {
            string typeName = TypeNames.Of(parameter.Type);
            string? mistake =
                typeName is not (Tensor or Tokens) ? "is neither Tokens nor Tensor"
                : AxesOf(parameter) is not { } attribute ? "has no [Axes]"
                : AxesMistake(attribute);
            if (mistake is null && parameter.Name.Length > 0)
            {
                var axes = NamesOf(AxesOf(parameter)!).Select(name => new InputAxis(name, SizeOf(name, type))).ToEquatableArray();
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
        if (Clash(inputs, method.Name) is { } name)
        {
            session.Report(NameOf(method, session), "TDSL006", method.Name, $"gives two things the name '{name}', the case of its first letter apart");
            return null;
        }

        return inputs.ToEquatableArray();
    }

    // Inputs, sizes and the result become members and variables side by side, here in upper and there in lower case.
    // An input that is named like an arena is renamed there.
    private static string? Clash(IEnumerable<Input> inputs, string result) => inputs.Select(input => input.Name)
        .Where(name => !Arenas.Contains(name, StringComparer.OrdinalIgnoreCase))
        .Concat(inputs.SelectMany(input => input.Axes).Where(axis => axis.Size is null).Select(axis => axis.Name).Distinct())
        .Append(result)
        .Concat(Arenas)
        .GroupBy(name => char.ToUpperInvariant(name[0]) + name.Substring(1))
        .FirstOrDefault(group => group.Count() > 1)?.First();

    private static SyntaxToken NameOf(IMethodSymbol method, ReadingSession session) =>
        ((MethodDeclarationSyntax)method.DeclaringSyntaxReferences[0].GetSyntax(session.Cancellation)).Identifier;

    private static AttributeData? AxesOf(IParameterSymbol parameter) => parameter.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass is { } type && TypeNames.Of(type) == AxesAttribute);

    private static string? AxesMistake(AttributeData attribute)
    {
        string[] names = [.. NamesOf(attribute)];
        return names.Any(string.IsNullOrWhiteSpace) ? "has an axis without a name"
            : names.FirstOrDefault(name => !SyntaxFacts.IsValidIdentifier(name)) is { } name ? $"has an axis '{name}', which is no identifier"
            : names.Distinct().Count() != names.Length ? "has two axes of one name"
            : null;
    }

    private static IEnumerable<string> NamesOf(AttributeData attribute) => attribute.ConstructorArguments
        .SelectMany(argument => argument.Kind == TypedConstantKind.Array
            ? argument.Values.IsDefault ? [] : argument.Values.Select(value => value.Value as string ?? "")
            : [argument.Value as string ?? ""]);

    // An axis named after a constant of the class has its size; any other is bound at run time.
    private static int? SizeOf(string axis, INamedTypeSymbol type) =>
        type.GetMembers(axis).OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue as int?;
}

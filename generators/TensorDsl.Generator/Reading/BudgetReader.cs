using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Reading;

/// <summary>Reads how much memory an annotated class may take.</summary>
internal static class BudgetReader
{
    /// <summary>The arguments that it reads.</summary>
    public static readonly string[] Names = [Bytes, Sizes];

    private const string Bytes = "MaxTrainingBytes";
    private const string Sizes = "TrainingSizes";

    /// <summary>The budget, or null where the attribute sets none.</summary>
    public static MemoryBudget? Read(ReadingSession session, AttributeData attribute)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(session.Cancellation) is not AttributeSyntax syntax
            || syntax.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == Bytes) is not { } place
            || Value(attribute, Bytes) is not long bytes || bytes == 0)
        {
            return null;
        }

        return new MemoryBudget(bytes, Value(attribute, Sizes) as string ?? "", session.Locations.Add(place));
    }

    private static object? Value(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(pair => pair.Key == name).Value is { Kind: TypedConstantKind.Primitive } constant ? constant.Value : null;
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Reading;

/// <summary>
/// Reads one axis of <c>[Axes]</c>: <c>"T"</c>, whose size is the constant of that name or else bound at run time,
/// <c>"F = 16"</c>, or <c>"F = Width"</c> with a constant of the class. <c>"T'"</c> is another axis of the size of <c>"T"</c>.
/// </summary>
internal static class AxisText
{
    /// <summary>What is wrong with it, as the end of a sentence; null where nothing is.</summary>
    public static string? Mistake(string text, INamedTypeSymbol type)
    {
        string name = NameOf(text);
        return name.Length == 0 ? "has an axis without a name"
            : !SyntaxFacts.IsValidIdentifier(Unprimed(name)) ? $"has an axis '{name}', which is no identifier"
            : SizeText(text) is { } size && SizeOf(size, type) is null ? $"has an axis '{name}' whose size '{size}' is no constant"
            : Read(text, type).Size is <= 0 ? $"has an axis '{name}' whose size is not positive"
            : null;
    }

    /// <summary>The axis.</summary>
    public static InputAxis Read(string text, INamedTypeSymbol type) => new(NameOf(text), SizeOf(SizeText(text) ?? Unprimed(NameOf(text)), type));

    /// <summary>Its name.</summary>
    public static string NameOf(string text) => text.Split('=')[0].Trim();

    private static string Unprimed(string name) => name.TrimEnd('\'');

    private static string? SizeText(string text) => text.IndexOf('=') is var at && at >= 0 ? text.Substring(at + 1).Trim() : null;

    private static int? SizeOf(string text, INamedTypeSymbol type) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int size) ? size
        : type.GetMembers(text).OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue as int?;
}

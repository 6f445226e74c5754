using System.Globalization;

namespace TensorDsl.Generator.Tests.Documentation;

/// <summary>A shape as comments of the documentation say it, such as <c>(B, T, D = 8)</c>.</summary>
public static class ShapeNote
{
    /// <summary>The sizes that snippets are run with.</summary>
    public const int B = 2, T = 5;

    /// <summary>Asserts that the tensor's axes have the sizes, and the names, that the note gives them.</summary>
    public static void Check(Tensor x, string note)
    {
        string[] axes = note.Trim('(', ')').Split(", ", StringSplitOptions.RemoveEmptyEntries);
        bool fits = axes.Length == x.Shape.Rank && axes.Select((axis, i) => Fits(x.Shape[i], axis)).All(same => same);
        Assert.True(fits, $"The page says {note}, but the shape is {x.Shape}.");
    }

    private static bool Fits(Axis axis, string note)
    {
        string[] parts = note.Split(" = ");
        string size = parts[^1];
        if (axis.Size.Value != size.Split('·').Aggregate(1, (product, factor) => product * Sum(factor)))
            return false;
        return parts.Length == 2 ? axis.Name == parts[0]
            : char.IsLetter(size[0]) ? axis.Name is null || axis.Name == size
            : axis.Name is null;
    }

    // T-1, or T+4.
    private static int Sum(string sum) => sum.Replace("-", "+-", StringComparison.Ordinal).Split('+', StringSplitOptions.RemoveEmptyEntries)
        .Sum(term => term[0] == '-' ? -Number(term[1..]) : Number(term));

    private static int Number(string factor) => factor.TrimEnd('\'') switch
    {
        "B" => B,
        "T" => T,
        _ => int.Parse(factor, CultureInfo.InvariantCulture),
    };
}

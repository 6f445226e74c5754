namespace TensorDsl.Generator.Support;

/// <summary>
/// Keeps generated files apart: the compiler takes names that differ by case alone for one, and rejects the second.
/// </summary>
internal static class HintNames
{
    /// <summary>The models whose names differ from another's by case alone, in a fixed order; usually none.</summary>
    public static EquatableArray<string> Ambiguous(IEnumerable<string> models) => models
        .Distinct(StringComparer.Ordinal)
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group)
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>The name of a file of <paramref name="model"/>, numbered where it would be ambiguous.</summary>
    public static string Of(string file, string model, EquatableArray<string> ambiguous)
    {
        file = file.Replace("@", "");
        int index = ambiguous.Where(name => string.Equals(name, model, StringComparison.OrdinalIgnoreCase)).ToList().IndexOf(model);
        return index <= 0 ? file : FormattableString.Invariant($"{index + 1}.{file}");
    }
}

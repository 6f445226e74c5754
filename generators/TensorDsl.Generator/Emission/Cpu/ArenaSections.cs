namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes where the sections of an arena start.</summary>
internal static class ArenaSections
{
    /// <summary>Declares where each section starts, and its unit unless that is <paramref name="declared"/>.</summary>
    public static void Declare(
        CodeWriter code, string start, IEnumerable<(string Symbols, long Units)> sections, Func<string, string> pointer, HashSet<string> declared,
        string type = "float*")
    {
        string end = start;
        foreach (var (symbols, units) in sections)
        {
            if (symbols.Length > 0)
            {
                if (declared.Add(symbols))
                    code.Line($"nint {Text.Section(symbols)} = Generated.Units({Product(symbols)});");
                code.Line($"{type} {pointer(symbols)} = {end};");
            }

            string length = units.ToString(CultureInfo.InvariantCulture);
            end = symbols.Length == 0 ? $"{start} + {length}" : $"{pointer(symbols)} + ({length} * {Text.Section(symbols)})";
        }
    }

    /// <summary>The product of a section's symbols.</summary>
    public static string Product(string symbols) => string.Join(" * ", symbols.Split('·').Select(Text.Variable));
}

using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes where the sections of an arena start.</summary>
internal static class ArenaSections
{
    /// <summary>The call of the method that gives the floats of a plan's arena.</summary>
    public static string LengthCall(Plan plan) => $"{plan.Name}Arena({string.Join(", ", Sizes(plan))})";

    /// <summary>Writes that method.</summary>
    public static void WriteLength(CodeWriter code, Plan plan)
    {
        code.Line($"// The floats of {plan.Name}'s arena.");
        code.Block($"public static long {plan.Name}Arena({string.Join(", ", Sizes(plan).Select(size => $"int {size}"))})", () =>
        {
            Starts(code, plan.Sections, []);
            code.Line($"return {Length(plan.Sections)};");
        });
    }

    /// <summary>
    /// Declares the float that each section of the activation arena starts at, and its unit unless that is
    /// <paramref name="declared"/>; or computes them again for other sizes.
    /// </summary>
    public static void Starts(CodeWriter code, IReadOnlyList<Section> sections, HashSet<string> declared, bool isAgain = false)
    {
        string type = isAgain ? "" : "nint ";
        foreach (var section in sections)
        {
            Unit(code, section.Symbols, declared, type);
            code.Line($"{type}{Start(section)} = {Above([.. section.Below.Select(part => End(part.Section, part.Units))])};");
        }
    }

    /// <summary>The floats of the activation arena, given where its sections start.</summary>
    public static string Length(IReadOnlyList<Section> sections) => Above([.. sections.Select(section => End(section, section.Units))]);

    /// <summary>Declares the address of each section of the activation arena.</summary>
    public static void Pointers(CodeWriter code, IReadOnlyList<Section> sections, string type = "float*")
    {
        foreach (var section in sections)
            code.Line($"{type} {Addresses.SectionPointer(section)} = arena + {Start(section)};");
    }

    /// <summary>Declares where each section of the caches starts, and its unit unless that is <paramref name="declared"/>.</summary>
    public static void Caches(CodeWriter code, CacheLayout caches, HashSet<string> declared, string type = "float*")
    {
        string end = "cache";
        foreach (var (symbols, units) in caches.Sections)
        {
            Unit(code, symbols, declared);
            if (symbols.Length > 0)
                code.Line($"{type} {Addresses.CachePointer(symbols)} = {end};");
            string length = units.ToString(CultureInfo.InvariantCulture);
            end = symbols.Length == 0 ? $"cache + {length}" : $"{Addresses.CachePointer(symbols)} + Generated.Units({length} * {Text.Section(symbols)})";
        }
    }

    /// <summary>The product of a section's symbols.</summary>
    public static string Product(string symbols) => string.Join(" * ", symbols.Split('·').Select(Text.Variable));

    private static IEnumerable<string> Sizes(Plan plan) =>
        plan.Sections.SelectMany(section => section.Symbols.Split('·')).Where(symbol => symbol.Length > 0).Distinct().Select(Text.Variable);

    private static void Unit(CodeWriter code, string symbols, HashSet<string> declared, string type = "nint ")
    {
        if (symbols.Length > 0 && declared.Add(symbols))
            code.Line($"{type}{Text.Section(symbols)} = (nint){Product(symbols)};");
    }

    private static string Above(IReadOnlyList<string> ends) => ends.Count == 0 ? "0"
        : $"Generated.Units({ends.Skip(1).Aggregate(ends[0], (highest, end) => $"Math.Max({highest}, {end})")})";

    private static string End(Section section, long units)
    {
        string length = units.ToString(CultureInfo.InvariantCulture) + (section.Symbols.Length == 0 ? "" : $" * {Text.Section(section.Symbols)}");
        return section.Below.Count == 0 ? length : $"{Start(section)} + ({length})";
    }

    private static string Start(Section section) => Addresses.SectionPointer(section).Replace("Arena", "Start");
}

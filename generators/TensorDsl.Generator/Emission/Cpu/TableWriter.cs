using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes numbers known at compile time as data of the model's class, once for all its programs.</summary>
internal static class TableWriter
{
    private const int PerLine = 16;
    private const int DigitsPerLine = 128;

    // From here on a mask's zeros and ones are written as bits.
    private const int ManyBits = 1024;

    /// <summary>The field that holds a table.</summary>
    public static string Name(TableNode table) => $"Table{table.Digest}";

    /// <summary>The variable of a program that points to it.</summary>
    public static string Pointer(TableNode table) => $"table{table.Digest}";

    /// <summary>The tables that a plan's kernels read.</summary>
    public static IEnumerable<TableNode> Of(Plan plan) => plan.Storage.Values.OfType<Storage.InTable>()
        .Select(place => place.Table).GroupBy(table => table.Digest).Select(same => same.First());

    public static void Write(CodeWriter code, IEnumerable<Plan> plans)
    {
        foreach (var table in plans.SelectMany(Of).GroupBy(table => table.Digest).Select(same => same.First()))
        {
            code.Line();
            code.Line($"// {table.Shape}");
            string field = $"public static readonly Cpu::ConstantTable {Name(table)} =";
            if (table.Values.Count >= ManyBits && table.Values.All(value => value is 1 or 0))
                Bits(code, field, table.Values);
            else
                Numbers(code, field, table.Values);
        }
    }

    private static void Numbers(CodeWriter code, string field, IReadOnlyList<double> values)
    {
        code.Line($"{field} new(");
        code.Line("[");
        code.Indented(() =>
        {
            for (int i = 0; i < values.Count; i += PerLine)
                code.Line(string.Concat(values.Skip(i).Take(PerLine).Select(value => Literal(value) + ", ")).TrimEnd());
        });
        code.Line("]);");
    }

    private static void Bits(CodeWriter code, string field, IReadOnlyList<double> values)
    {
        code.Line($"{field} Cpu::ConstantTable.OfBits(");
        code.Line("\"\"\"");
        for (int i = 0; i < values.Count; i += 4 * DigitsPerLine)
        {
            var line = new System.Text.StringBuilder();
            for (int j = i; j < Math.Min(i + (4 * DigitsPerLine), values.Count); j += 4)
                line.Append("0123456789ABCDEF"[Enumerable.Range(j, 4).Aggregate(0, (digit, bit) => (2 * digit) + (bit < values.Count ? (int)values[bit] : 0))]);
            code.Line(line.ToString());
        }

        code.Line(FormattableString.Invariant($"\"\"\", {values.Count});"));
    }

    // Most tables are of small whole numbers.
    private static string Literal(double value) => Math.Abs(value) < 1000 && value == Math.Floor(value) && !(value == 0 && 1 / value < 0)
        ? value.ToString(CultureInfo.InvariantCulture)
        : Text.Literal(value);
}

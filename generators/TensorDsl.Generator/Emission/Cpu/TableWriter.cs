using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes numbers known at compile time as data of the model's class, once for all its programs.</summary>
internal static class TableWriter
{
    private const int PerLine = 16;

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
            code.Line($"public static readonly Cpu::ConstantTable {Name(table)} = new(");
            code.Line("[");
            code.Indented(() =>
            {
                for (int i = 0; i < table.Values.Count; i += PerLine)
                    code.Line(string.Concat(table.Values.Skip(i).Take(PerLine).Select(value => Literal(value) + ", ")).TrimEnd());
            });
            code.Line("]);");
        }
    }

    // Most tables are of small whole numbers.
    private static string Literal(double value) => Math.Abs(value) < 1000 && value == Math.Floor(value) && !(value == 0 && 1 / value < 0)
        ? value.ToString(CultureInfo.InvariantCulture)
        : Text.Literal(value);
}

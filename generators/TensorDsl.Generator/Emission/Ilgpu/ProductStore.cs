using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes the method that takes a sum of a product: it applies the maps that follow and stores the results, unless the place
/// is beyond the last row or column.
/// </summary>
internal sealed class ProductStore(ContractStep step, Product product, ViewParameters parameters)
{
    private readonly Node _result = step.Stored[step.Stored.Count - 1];

    /// <summary>Writes <c>Store</c>.</summary>
    public void Write(CodeWriter code)
    {
        string at = product.Batch.Count > 0 ? "int _at, " : "";
        code.Block($"private void Store({at}int row, int column, float accumulated)", () =>
        {
            code.Line($"if (row >= {Text.Of(product.M.Size)} || column >= {Text.Of(product.N.Size)})\n    return;");
            string place = $"{(at.Length > 0 ? "_at + " : "")}{ProductAddresses.Times("row", product.M.Second)} + column";
            if (step.Members.Count == 1)
                code.Line(parameters.Store(_result, place, "accumulated"));
            else
                Epilogue(code, place);
        });
    }

    private void Epilogue(CodeWriter code, string place)
    {
        var sizes = step.Contract.Shape.Squeeze();
        bool hasColumn = !product.N.Size.IsOne;
        var space = hasColumn ? new Space([.. sizes.Take(sizes.Length - 1)], sizes[sizes.Length - 1]) : new Space(sizes, 1);
        var context = new ViewContext(space, parameters, "row");
        if (Access.AllOf(step, space, hasColumn).Any(access => RowContext.NeedsIndices(space, access)))
        {
            foreach (string line in RowContext.AxisIndices(space, "row", "r"))
                code.Line(line);
        }

        var writer = new ElementWriter(code, step, context, hasColumn, Lanes.Thread, "column");
        writer.Known[step.Contract] = "accumulated";
        foreach (var stored in step.Stored.Where(node => node != _result))
        {
            string value = writer.Value(stored);
            code.Line(parameters.Store(stored, $"(row * {Text.Factor(product.N.Size)}) + column", value));
        }

        string result = writer.Value(_result);
        code.Line(parameters.Store(_result, place, result));
    }
}

using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes the call of a matrix product, and the struct of its epilogue.</summary>
internal sealed class ContractKernel
{
    private readonly ContractStep _step;
    private readonly Product _product;
    private readonly Func<Node, string> _address;
    private readonly bool _isWeight;
    private readonly Node _result;

    private ContractKernel(ContractStep step, Func<Node, string> address, CompactLayout? compact)
    {
        _step = step;
        _product = Product.Of(step.Contract);
        _address = address;
        _isWeight = compact?.ChannelsOf(_product.B.Base) is not null;

        // What the product itself stores: the last of the results; the epilogue stores the others.
        _result = step.Stored[step.Stored.Count - 1];
    }

    /// <summary>Writes the call; <paramref name="addEpilogue"/> turns a struct's parameters and body into its name.</summary>
    public static void Write(
        CodeWriter code, ContractStep step, Func<Node, string> address, IReadOnlyList<string> symbols,
        Func<string, string, string, string> addEpilogue, CompactLayout? compact) =>
        new ContractKernel(step, address, compact).Call(code, symbols, addEpilogue);

    private void Call(CodeWriter code, IReadOnlyList<string> symbols, Func<string, string, string, string> addEpilogue)
    {
        var (type, value) = Epilogue(symbols, addEpilogue);
        var (m, n, k, batch) = (_product.M, _product.N, _product.K, _product.Batch);

        // Two batch axes are the kernel's; any further ones, outermost, are loops here.
        string inA = "", inB = "", inC = "";
        for (int i = 0; i < batch.Count - 2; i++)
        {
            code.Line($"for (int n{i} = 0; n{i} < {Text.Of(batch[i].Size)}; n{i}++)");
            inA += $" + n{i} * (nint)({Text.Of(batch[i].A)})";
            inB += $" + n{i} * (nint)({Text.Of(batch[i].B)})";
            inC += $" + n{i} * (nint)({Text.Of(batch[i].C)})";
        }

        string a = $"new Cpu::Matrix({Pointers.Beyond(_address(_product.A.Base), _product.A.Offset)}{inA}, {Text.Of(m.First)}, {Text.Of(k.First)})";
        string b = _isWeight
            ? $"new Cpu::WeightMatrix({_address(_product.B.Base)}, storage, {Text.Of(k.Second)}, {Text.Of(n.First)})"
            : $"new Cpu::Matrix({Pointers.Beyond(_address(_product.B.Base), _product.B.Offset)}{inB}, {Text.Of(k.Second)}, {Text.Of(n.First)})";
        string c = $"{_address(_result)}{inC}, {Text.Of(m.Second)}";
        string sizes = $"{Text.Of(m.Size)}, {Text.Of(n.Size)}, {Text.Of(k.Size)}";
        string method = batch.Count == 0 ? "Multiply" : "MultiplyBatch";
        string axes = batch.Count == 0 ? ""
            : $", {(batch.Count == 1 ? "Cpu::BatchAxis.None" : Axis(batch[batch.Count - 2]))}, {Axis(batch[batch.Count - 1])}";
        code.Line($"Cpu::{(_isWeight ? "WeightProduct" : "Gemm")}.{method}<V, {type}>(w, {a}, {b}, {c}, {sizes}{axes}, {value});");
    }

    private static string Axis(BatchAxis axis) =>
        $"new Cpu::BatchAxis({Text.Of(axis.Size)}, {Text.Of(axis.A)}, {Text.Of(axis.B)}, {Text.Of(axis.C)})";

    private (string Type, string Value) Epilogue(IReadOnlyList<string> symbols, Func<string, string, string, string> addEpilogue)
    {
        if (_step.Members.Count == 1)
            return ("Cpu::Plain", "default");

        var sizes = _step.Contract.Shape.Squeeze();
        bool hasColumn = !_product.N.Size.IsOne;
        var space = hasColumn
            ? new Space([.. sizes.Take(sizes.Length - 1)], sizes[sizes.Length - 1])
            : new Space(sizes, 1);
        var parameters = new KernelParameters(symbols, _address);
        var context = new RowContext(space, parameters, "row", "r");
        var body = new CodeWriter();
        if (Access.AllOf(_step, space, hasColumn).Any(access => RowContext.NeedsIndices(space, access)))
        {
            foreach (string line in RowContext.AxisIndices(space, "row", "r"))
                body.Line(line);
        }

        var writer = new ElementWriter(body, _step, context, hasColumn, "V", "column");
        writer.Known[_step.Contract] = "accumulated";
        var others = new List<string>();
        foreach (var stored in _step.Stored.Where(node => node != _result))
        {
            string target = Pointers.Beyond(parameters.Pointer(stored), $"row * (nint)({Text.Of(_product.N.Size)})");
            body.Line($"V.Store({Pointers.Beyond(target, "column")}, {writer.Value(stored)});");
            others.Add(target);
        }

        body.Line($"return {writer.Value(_result)};");
        string name = addEpilogue(parameters.Fields, body.ToString(), Prefetch(space, hasColumn, context, others));
        return (name, $"new {name}({parameters.FieldArguments})");
    }

    // What a whole row shares is in the cache already, and so is what all rows share. Lines that are only stored to are fetched, too.
    private string Prefetch(Space space, bool hasColumn, RowContext context, IEnumerable<string> targets)
    {
        var addresses = Access.AllOf(_step, space, hasColumn)
            .Where(access => access.IsOwnToEachElement && !RowContext.NeedsIndices(space, access))
            .Select(context.Address).Concat(targets).Distinct();
        return string.Concat(addresses.Select(address => $"Cpu::CacheLine.Prefetch({Pointers.Beyond(address, "column")});\n"));
    }
}

using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes what a library needs to compute a product in place of its kernels: where the matrices lie, and the kernel that takes
/// the sums from where the result belongs and stores by the same method. Which of them runs is found by running both, so
/// a product is left out of which a second run could meet what the first one stored.
/// </summary>
internal sealed class LibraryProduct
{
    private readonly Product _product;
    private readonly ViewParameters _parameters;
    private readonly BatchAxis _batch;
    private readonly Node _result;
    private readonly bool _hasMaps;
    private readonly bool _isRounded;

    private LibraryProduct(ContractStep step, Product product, BatchAxis batch, ViewParameters parameters)
    {
        (_product, _parameters, _batch) = (product, parameters, batch);
        (_result, _hasMaps) = (step.Stored[step.Stored.Count - 1], step.Members.Count > 1);
        _isRounded = parameters.RoundedValues.Multiplies(step.Contract);
    }

    // A sum that is to be rounded is so behind the product.
    private bool RoundsResult => _parameters.RoundedValues.Includes(_result);

    /// <summary>
    /// The writer; null where the operands are no plain matrices, where the step reads what it stores, or where only the device knows the places.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="product">The step's product.</param>
    /// <param name="parameters">The kernel's, all of which are known by now.</param>
    public static LibraryProduct? Of(ContractStep step, Product product, ViewParameters parameters) =>
        IsMatrix(product.A, product.M.First, product.K.First) && IsMatrix(product.B, product.N.First, product.K.Second)
        && product.N.Second.IsOne && Single(product.Batch) is { } batch && !ReadsWhatItStores(step, parameters)
        && !Places(product, batch).Any(parameters.IsInMemory)
            ? new LibraryProduct(step, product, batch, parameters)
            : null;

    /// <summary>Writes the members.</summary>
    public void Write(CodeWriter code)
    {
        var (m, n, k) = (_product.M, _product.N, _product.K);
        code.Line($"public Gpu::MatrixProduct Matrices => new({Text.Of(m.Size)}, {Text.Of(n.Size)}, {Text.Of(k.Size)}, {Text.Of(_batch.Size)}, {(_hasMaps ? "true" : RoundsResult ? $"{_parameters.Rounded(_result)}.IsThere" : "false")},");
        code.Line($"    new({_parameters.Pointer(_product.A.Base)}, {Text.Of(_product.A.Offset)}, {Text.Of(m.First)}, {Text.Of(k.First)}, {Text.Of(_batch.A)}{Rounded(_product.A)}),");
        code.Line($"    new({_parameters.Pointer(_product.B.Base)}, {Text.Of(_product.B.Offset)}, {Text.Of(k.Second)}, {Text.Of(n.First)}, {Text.Of(_batch.B)}{Rounded(_product.B)}),");
        code.Line($"    new({_parameters.Pointer(_result)}, 0, {Text.Of(m.Second)}, 1, {Text.Of(_batch.C)}));");
        code.Line();
        code.Block("public void RunEpilogue()", () =>
        {
            if (_hasMaps || RoundsResult)
                Epilogue(code);
        });
    }

    // There are no maps behind repeated products. A result is all of its memory, in whichever order products fill it.
    private void Epilogue(CodeWriter code)
    {
        var (m, n) = (_product.M, _product.N);
        string columns = Text.Factor(n.Size);
        code.Line("int _e = Gpu::Place.InAll;");
        code.Line($"if (_e < {Text.Of((m.Size * n.Size * _batch.Size).Plain)})");
        code.Line(_hasMaps
            ? $"    Store(_e / {columns}, _e % {columns}, {_parameters.Pointer(_result)}[{ProductAddresses.Times($"(_e / {columns})", m.Second)} + (_e % {columns})]);"
            : $"    {_parameters.Store(_result, "_e", $"{_parameters.Pointer(_result)}[_e]")}");
    }

    private string Rounded(View operand) => _isRounded ? $", {_parameters.Rounded(operand.Base)}.View" : "";

    // One of its axes has neighbours, the other a distance.
    private static bool IsMatrix(View operand, Dim one, Dim other) =>
        operand.Base is not ValuesNode && ((one.IsOne && other.Factor > 0) || (other.IsOne && one.Factor > 0));

    // All axes of repetition as one, with a distance in each matrix.
    private static BatchAxis? Single(IReadOnlyList<BatchAxis> axes)
    {
        if (axes.Count == 0)
            return new BatchAxis(1, 0, 0, 0);
        return Merge(axis => axis.A) is { } a && Merge(axis => axis.B) is { } b && Merge(axis => axis.C) is { } c
            ? new BatchAxis(a.Size, a.Stride, b.Stride, c.Stride)
            : null;

        (Dim Size, Dim Stride)? Merge(Func<BatchAxis, Dim> stride) => Strides.Merge([.. axes.Select(axis => (axis.Size, stride(axis)))]);
    }

    // What the host tells the library of where matrices lie.
    private static IEnumerable<Dim> Places(Product product, BatchAxis batch)
    {
        var (m, n, k) = (product.M, product.N, product.K);
        return product.A.Offset.Terms.Concat(product.B.Offset.Terms)
            .Concat([m.First, m.Second, n.First, n.Second, k.First, k.Second, batch.Size, batch.A, batch.B, batch.C]);
    }

    private static bool ReadsWhatItStores(Step step, ViewParameters parameters)
    {
        var stored = step.Stored.Select(parameters.Pointer).ToList();
        return step.Reads.Select(read => View.Of(read).Base).Any(read => !read.IsImmediate() && stored.Contains(parameters.Pointer(read)));
    }
}

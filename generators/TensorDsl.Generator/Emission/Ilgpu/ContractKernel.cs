using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes the portable kernel of a contraction: a group computes a tile of the result, for which it brings tiles of both
/// operands into shared memory, and each thread a few rows and columns of it in variables of their own, because an array
/// would not stay in registers. The maps that follow are applied to the sums before they are stored. Beside it are kernels
/// for tensor cores, which devices that have them run instead where less than float32 was asked for, and what a library takes. A
/// product of few rows is the runtime's affair, whose kernel asks for elements and hands over sums; who chooses must know the sizes,
/// so it gets none whose sizes are in the device's memory.
/// </summary>
internal sealed class ContractKernel
{
    // Rows and columns of a thread, which it loads at once, and the depth of the tiles of the operands.
    private const int Own = 4;
    private const string Part = "XYZW";
    private const int Depth = 16;
    private const int Largest = 64;

    private readonly Product _product;
    private readonly ProductAddresses _addresses;
    private readonly TensorTile? _tensor;
    private readonly LibraryProduct? _library;
    private readonly int _rows;
    private readonly int _columns;

    public ContractKernel(ContractStep step, ViewParameters parameters)
    {
        _product = Product.Of(step.Contract);
        _addresses = new ProductAddresses(_product, parameters);
        _tensor = _addresses.IsInMemory ? null : TensorTile.Of(_product);
        (_rows, _columns) = (Tile(_product.M.Size), Tile(_product.N.Size));
        var (body, methods) = (new CodeWriter(), new CodeWriter());
        new ProductStore(step, _product, parameters).Write(methods);
        Write(body);
        if (!_addresses.IsInMemory)
        {
            methods.Line();
            new ProductMembers(_addresses).Write(methods);
        }

        if (_tensor is not null)
        {
            foreach (var format in TensorFormat.All)
            {
                methods.Line();
                methods.Block($"public void Run{format.Name}()", () => new TensorProductKernel(_addresses, _tensor, format).Write(methods));
            }

            methods.Line();
            new RoundedProductKernel(_addresses, _tensor).Write(methods, parameters.RoundedValues.Multiplies(step.Contract));
            _library = LibraryProduct.Of(step, _product, parameters);
        }

        if (_library is not null)
        {
            methods.Line();
            _library.Write(methods);
        }

        (Body, Methods) = (body.ToString(), methods.ToString());
    }

    /// <summary>What the kernel implements.</summary>
    public string Interface => _addresses.IsInMemory ? "Gpu::IKernel"
        : _library is not null ? "Gpu::IMatrixProduct"
        : _tensor is not null ? "Gpu::ITensorProduct"
        : "Gpu::IProduct";

    /// <summary>The kernel's body, as lines.</summary>
    public string Body { get; }

    /// <summary>The method that takes a sum, what other kernels ask, and those for tensor cores and for a library.</summary>
    public string Methods { get; }

    /// <summary>What it computes.</summary>
    public string Comment => $"C ({_product.M.Size}, {_product.N.Size}) = A ({_product.M.Size}, {_product.K.Size}) · B ({_product.K.Size}, {_product.N.Size})"
        + (_product.Batch.Count > 0 ? $", {_addresses.Batches} times" : "");

    /// <summary>The launch of the kernel.</summary>
    public string Launch(string kernel)
    {
        string method = _addresses.IsInMemory ? "Device.Launch(" : _library is not null ? "Gpu::MatrixProducts.Launch(Device, " : "Device.Product(";
        string tiles = _tensor is null ? "" : $", {_addresses.Groups(_tensor.Rows, _tensor.Columns)}{Sizes}";
        return $"{method}{kernel}, {_addresses.Groups(_rows, _columns)}, {Number(Threads)}{tiles});";
    }

    // Those of which only the running program knows whether they are enough for tensor cores.
    private string Sizes => string.Concat(new[] { _product.N.Size, _product.K.Size }.Where(size => !size.IsConstant).Select(size => $", {Text.Of(size)}").Distinct());

    private int Threads => _rows / Own * (_columns / Own);

    // Small sides get small tiles, of a power of two.
    private static int Tile(Dim size)
    {
        int tile = Own;
        while (tile < Largest && !(size.IsConstant && tile >= size.Value))
            tile *= 2;
        return tile;
    }

    private void Write(CodeWriter code)
    {
        var (m, n, k) = (_product.M, _product.N, _product.K);
        code.Line($"var _foursA = SharedMemory.Allocate<Gpu::Float4>({Number(Depth * _rows / Own)});");
        code.Line($"var _foursB = SharedMemory.Allocate<Gpu::Float4>({Number(Depth * _columns / Own)});");
        code.Line("var _tileA = _foursA.Cast<float>();\nvar _tileB = _foursB.Cast<float>();");
        _addresses.Place(code, _rows, _columns);
        code.Line($"int _x = _thread % {Number(_columns / Own)}, _y = _thread / {Number(_columns / Own)};");
        for (int i = 0; i < Own; i++)
            code.Line($"float {string.Join(", ", Places.Select(j => $"_c{Number(i)}{Number(j)} = 0f"))};");
        code.Block($"for (int _k0 = 0; _k0 < {Text.Of(k.Size)}; _k0 += {Number(Depth)})", () =>
        {
            Fill(code, "_tileA", _addresses.A, "row", m.Size, k.First.IsOne && !m.First.IsOne, _rows);
            Fill(code, "_tileB", _addresses.B, "column", n.Size, k.Second.IsOne && !n.First.IsOne, _columns);
            code.Line("Group.Barrier();");
            code.Block($"for (int _k = 0; _k < {Number(Depth)}; _k++)", () =>
            {
                code.Line($"var _a = _foursA[(_k * {Number(_rows / Own)}) + _y];");
                code.Line($"var _b = _foursB[(_k * {Number(_columns / Own)}) + _x];");
                foreach (int i in Places)
                    code.Line(string.Join(" ", Places.Select(j => $"_c{Number(i)}{Number(j)} += _a.{Part[i]} * _b.{Part[j]};")));
            });
            code.Line("Group.Barrier();");
        });
        code.Line($"_row0 += _y * {Number(Own)};\n_column0 += _x * {Number(Own)};");
        foreach (int i in Places)
        {
            foreach (int j in Places)
                code.Line($"Store({_addresses.InResult}_row0 + {Number(i)}, _column0 + {Number(j)}, _c{Number(i)}{Number(j)});");
        }
    }

    private static IEnumerable<int> Places => Enumerable.Range(0, Own);

    // Neighbouring threads read neighbours in memory, whichever way the operand lies.
    private void Fill(CodeWriter code, string tile, Func<string, string, string> operand, string side, Dim size, bool alongDepth, int width) =>
        code.Block($"for (int _l = _thread; _l < {Number(Depth * width)}; _l += {Number(Threads)})", () =>
        {
            code.Line(alongDepth
                ? $"int _k = _l % {Number(Depth)}, _s = _l / {Number(Depth)};"
                : $"int _k = _l / {Number(width)}, _s = _l % {Number(width)};");
            code.Line($"int _depth = _k0 + _k, {side} = _{side}0 + _s;");
            code.Line($"{tile}[(_k * {Number(width)}) + _s] = _depth < {Text.Of(_product.K.Size)} && {side} < {Text.Of(size)}");
            code.Line($"    ? {operand(side, "_depth")}");
            code.Line("    : 0f;");
        });

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

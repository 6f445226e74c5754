using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>Where the kernels of a product find its operands, and which tile of which repetition a group has.</summary>
internal sealed class ProductAddresses(Product product, ViewParameters parameters)
{
    /// <summary>The product.</summary>
    public Product Product => product;

    /// <summary>How often it is repeated.</summary>
    public Dim Batches => product.Batch.Aggregate((Dim)1, (count, axis) => (count * axis.Size).Plain);

    /// <summary>Whether its sizes are in the device's memory, so that the device is asked for more groups than have a tile.</summary>
    public bool IsInMemory => new[] { product.M.Size, product.N.Size, product.K.Size, Batches }.Any(parameters.IsInMemory);

    /// <summary>The repetition's place in the result, or nothing.</summary>
    public string InResult => Along(axis => axis.C) is var along && along.Length > 0 ? $"{along.Substring(3)}, " : "";

    /// <summary>An element of the first operand.</summary>
    public string A(string row, string depth) => $"{parameters.Pointer(product.A.Base)}[{PlaceInA(row, depth)}]";

    /// <summary>An element of the second operand.</summary>
    public string B(string column, string depth) => $"{SecondView}[{PlaceInB(column, depth)}]";

    /// <summary>The second operand's memory.</summary>
    public string SecondView => parameters.Pointer(product.B.Base);

    /// <summary>The same in bfloat16 where it is a parameter; else null.</summary>
    public string? RoundedView => product.B.Base is ParameterNode parameter ? $"{parameters.Rounded(parameter)}.View" : null;

    /// <summary>Both operands in bfloat16.</summary>
    public (string A, string B) RoundedOperands => (parameters.Rounded(product.A.Base), parameters.Rounded(product.B.Base));

    /// <summary>An element of the second operand in bfloat16.</summary>
    public string RoundedB(string column, string depth) => $"{RoundedView}[{PlaceInB(column, depth)}]";

    /// <summary>Two elements that are neighbours there, from an even place on, as a word.</summary>
    public string RoundedPairB(string column, string depth) => $"{RoundedView}.Cast<uint>()[({PlaceInB(column, depth)}) / 2]";

    /// <summary>Which of the second operand's axes has its neighbours in memory: that of the terms, or that of the columns.</summary>
    public bool IsDeep => product.K.Second.IsOne && (product.N.Size.IsOne || !product.N.First.IsOne);

    /// <summary>How many of these neighbours lie together on as many bytes as they have: 8, 4, 2 or 1. Parameters start on 64 bytes.</summary>
    public int Together
    {
        get
        {
            var (n, k) = (product.N, product.K);
            var (line, stride, other, between) = IsDeep ? (k.Size, k.Second, n.Size, n.First) : (n.Size, n.First, k.Size, k.Second);
            if (product.B.Base is not ParameterNode || !stride.IsOne)
                return 1;
            int together = 8;
            foreach (var size in new[] { line, other.IsOne ? 0 : between }.Concat(product.B.Offset.Terms).Concat(product.Batch.Select(axis => axis.B)))
            {
                while (size.Factor % together != 0)
                    together /= 2;
            }

            return together;
        }
    }

    /// <summary>The place of an element in the first operand's memory.</summary>
    public string PlaceInA(string row, string depth) => Place(product.A, row, product.M.First, depth, product.K.First, Along(axis => axis.A));

    /// <summary>The place of an element in the second operand's memory.</summary>
    public string PlaceInB(string column, string depth) => Place(product.B, column, product.N.First, depth, product.K.Second, Along(axis => axis.B));

    /// <summary>The number of groups, each of which has a tile.</summary>
    public string Groups(int rows, int columns) =>
        $"{TilesOf(product.M.Size, rows)} * {TilesOf(product.N.Size, columns)}{(product.Batch.Count > 0 ? $" * {Text.Factor(Batches)}" : "")}";

    /// <summary>Writes the variables that say which tile a group has: <c>_row0</c>, <c>_column0</c>, and the places along axes of repetition.</summary>
    public void Place(CodeWriter code, int rows, int columns)
    {
        var (m, n) = (product.M.Size, product.N.Size);
        code.Line("int _tile = Grid.IdxX, _thread = Group.IdxX;");
        if (IsInMemory)
            code.Line($"if (_tile >= {Groups(rows, columns)})\n    return;");
        code.Line($"int _column0 = _tile % {TilesOf(n, columns)} * {Number(columns)};");
        code.Line($"_tile /= {TilesOf(n, columns)};");
        code.Line($"int _row0 = _tile % {TilesOf(m, rows)} * {Number(rows)};");
        if (product.Batch.Count > 0)
            code.Line($"_tile /= {TilesOf(m, rows)};");
        Repetition(code, "_tile");
    }

    /// <summary>Writes the variables with the places along axes of repetition.</summary>
    public void Repetition(CodeWriter code, string number)
    {
        foreach (string line in RowContext.AxisIndices(new Space([.. product.Batch.Select(axis => axis.Size)], 1), number, "_n"))
            code.Line(line);
    }

    /// <summary>A variable times a stride.</summary>
    public static string Times(string variable, Dim stride) => stride.IsOne ? variable : $"({variable} * {Text.Factor(stride)})";

    private static string Place(View operand, string side, Dim stride, string depth, Dim depthStride, string along) =>
        $"{Times(side, stride)} + {Times(depth, depthStride)}{Text.Beyond(operand.Offset)}{along}";

    private string Along(Func<BatchAxis, Dim> stride) => string.Concat(product.Batch.Select((axis, i) => (axis, i))
        .Where(pair => stride(pair.axis) is not { IsConstant: true, Factor: 0 })
        .Select(pair => $" + (_n{Number(pair.i)} * {Text.Factor(stride(pair.axis))})"));

    private static string TilesOf(Dim size, int tile) => size.IsConstant
        ? Number((size.Value + tile - 1) / tile)
        : $"(({Text.Of(size)} + {Number(tile - 1)}) / {Number(tile)})";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

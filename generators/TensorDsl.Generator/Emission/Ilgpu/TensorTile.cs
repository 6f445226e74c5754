using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>The tile of a result that a group of four warps, two by two, computes on tensor cores.</summary>
/// <param name="Rows">Its rows: 32, 64 or 128.</param>
/// <param name="Columns">Its columns: 16, 32 or 64.</param>
internal sealed record TensorTile(int Rows, int Columns)
{
    /// <summary>The threads of a group.</summary>
    public const int Threads = 128;

    /// <summary>Rows and columns of one instruction.</summary>
    public const int StepRows = 16, StepColumns = 8;

    /// <summary>A side or depth below it leaves most of an instruction unused; up to so many rows there is another kernel.</summary>
    public const int Least = 16, FewRows = 32;

    // About as many groups as a large card has multiprocessors.
    private const int EnoughGroups = 128;

    /// <summary>The rows of a warp.</summary>
    public int WarpRows => Rows / 2;

    /// <summary>The columns of a warp.</summary>
    public int WarpColumns => Columns / 2;

    /// <summary>The instructions down a warp.</summary>
    public int Down => WarpRows / StepRows;

    /// <summary>The instructions across a warp.</summary>
    public int Across => WarpColumns / StepColumns;

    /// <summary>The tile for a product; null for one that is too small.</summary>
    public static TensorTile? Of(Product product)
    {
        var (m, n) = (product.M.Size, product.N.Size);
        if (m is { IsConstant: true, Value: <= FewRows } || IsTiny(n) || IsTiny(product.K.Size))
            return null;
        var (rows, columns) = (Side(m, 32, 128), Side(n, 16, 64));

        // A result of known size, such as a weight's gradient, is cut small enough to occupy the card.
        if (m.IsConstant && n.IsConstant && product.Batch.Count == 0)
        {
            while (rows > 32 && Groups(rows, columns) < EnoughGroups)
                rows /= 2;
            while (columns > 32 && Groups(rows, columns) < EnoughGroups)
                columns /= 2;
        }

        return new(rows, columns);

        int Groups(int rows, int columns) => (m.Value + rows - 1) / rows * ((n.Value + columns - 1) / columns);
    }

    private static bool IsTiny(Dim size) => size.IsConstant && size.Value < Least;

    private static int Side(Dim size, int least, int most)
    {
        int side = least;
        while (side < most && !(size.IsConstant && side >= size.Value))
            side *= 2;
        return side;
    }
}

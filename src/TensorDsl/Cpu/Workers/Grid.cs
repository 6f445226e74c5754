namespace TensorDsl.Cpu;

/// <summary>
/// How a batch of products is shared among the workers: so many along the batch, the rows and the columns. Every
/// worker gets one box of C.
/// </summary>
internal readonly struct Grid
{
    private readonly Box _all;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _batches;

    private Grid(Box all, int batches, int rows, int columns) => (_all, _batches, _rows, _columns) = (all, batches, rows, columns);

    /// <summary>The sizes of the largest box, in batches and tiles.</summary>
    public (int Batches, int Rows, int Columns) Largest =>
        (Ceiling(_all.Batch1, _batches), Ceiling(_all.Row1, _rows), Ceiling(_all.Column1, _columns));

    /// <summary>The cheapest way by a simple model: the largest box's multiply-adds, and what its worker has to pack.</summary>
    /// <param name="workers">How many workers.</param>
    /// <param name="batches">How many products.</param>
    /// <param name="rowTiles">Rows of C in tiles.</param>
    /// <param name="columnTiles">Columns of C in tiles.</param>
    /// <param name="tile">The cost of one tile.</param>
    /// <param name="packRows">The cost of preparing one tile's rows of A.</param>
    /// <param name="packColumns">The cost of preparing one tile's columns of B.</param>
    public static Grid Choose(
        int workers, int batches, int rowTiles, int columnTiles, double tile, double packRows, double packColumns)
    {
        var all = new Box(0, batches, 0, rowTiles, 0, columnTiles);
        var best = new Grid(all, 1, 1, workers);
        double least = double.PositiveInfinity;
        for (int b = 1; b <= workers; b++)
        {
            if (workers % b != 0)
                continue;
            for (int r = 1; r <= workers / b; r++)
            {
                if (workers / b % r != 0)
                    continue;
                var grid = new Grid(all, b, r, workers / b / r);
                var (most, rows, columns) = grid.Largest;
                double cost = most * (((double)rows * columns * tile) + (rows * packRows) + (columns * packColumns));
                if (cost < least)
                    (least, best) = (cost, grid);
            }
        }

        return best;
    }

    /// <summary>A worker's box, in batches and tiles.</summary>
    public Box Of(int worker) => Part(
        _all, (worker / _columns / _rows, _batches), (worker / _columns % _rows, _rows), (worker % _columns, _columns));

    /// <summary>A part of a box: of each side one of several that are as equal as whole tiles can be; so some may be empty.</summary>
    public static Box Part(Box box, (int Index, int Of) batches, (int Index, int Of) rows, (int Index, int Of) columns) => new(
        At(box.Batch0, box.Batch1, batches.Index, batches.Of), At(box.Batch0, box.Batch1, batches.Index + 1, batches.Of),
        At(box.Row0, box.Row1, rows.Index, rows.Of), At(box.Row0, box.Row1, rows.Index + 1, rows.Of),
        At(box.Column0, box.Column1, columns.Index, columns.Of), At(box.Column0, box.Column1, columns.Index + 1, columns.Of));

    internal static int Ceiling(int total, int parts) => (total + parts - 1) / parts;

    private static int At(int from, int to, int index, int parts) => from + (int)((long)(to - from) * index / parts);

    /// <summary>Half-open ranges of batches, row tiles and column tiles.</summary>
    public readonly record struct Box(int Batch0, int Batch1, int Row0, int Row1, int Column0, int Column1)
    {
        /// <summary>Whether there is nothing to do.</summary>
        public bool IsEmpty => Batch0 >= Batch1 || Row0 >= Row1 || Column0 >= Column1;

        /// <summary>Whether both boxes are of the same product and columns.</summary>
        public bool HasColumnsOf(Box other) =>
            Batch1 == Batch0 + 1 && (Batch0, Batch1, Column0, Column1) == (other.Batch0, other.Batch1, other.Column0, other.Column1);
    }
}

namespace TensorDsl.Cpu;

/// <summary>
/// How a batch of products is shared among the workers: so many along the batch, the rows and the columns. Every
/// worker gets one box of C.
/// </summary>
internal readonly struct Grid
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _batches;

    private Grid(int batches, int rows, int columns) => (_batches, _rows, _columns) = (batches, rows, columns);

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
        var best = new Grid(1, 1, workers);
        double least = double.PositiveInfinity;
        for (int b = 1; b <= workers; b++)
        {
            if (workers % b != 0)
                continue;
            for (int r = 1; r <= workers / b; r++)
            {
                if (workers / b % r != 0)
                    continue;
                var grid = new Grid(b, r, workers / b / r);
                double rows = Ceiling(rowTiles, grid._rows);
                double columns = Ceiling(columnTiles, grid._columns);
                double cost = Ceiling(batches, b) * ((rows * columns * tile) + (rows * packRows) + (columns * packColumns));
                if (cost < least)
                    (least, best) = (cost, grid);
            }
        }

        return best;
    }

    /// <summary>A worker's box, in batches and tiles.</summary>
    public Box Of(int worker, int batches, int rowTiles, int columnTiles)
    {
        int column = worker % _columns;
        int row = worker / _columns % _rows;
        int batch = worker / _columns / _rows;
        return new Box(
            Part(batches, batch, _batches), Part(batches, batch + 1, _batches),
            Part(rowTiles, row, _rows), Part(rowTiles, row + 1, _rows),
            Part(columnTiles, column, _columns), Part(columnTiles, column + 1, _columns));
    }

    private static int Ceiling(int total, int parts) => (total + parts - 1) / parts;

    private static int Part(int total, int index, int parts) => (int)((long)total * index / parts);

    /// <summary>Half-open ranges of batches, row tiles and column tiles.</summary>
    public readonly record struct Box(int Batch0, int Batch1, int Row0, int Row1, int Column0, int Column1);
}

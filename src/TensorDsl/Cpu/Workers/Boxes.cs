namespace TensorDsl.Cpu;

/// <summary>
/// The parts of C that one worker computes: its own box of a grid, cut so that others can help, rows before columns before products of
/// the batch; and then parts of theirs.
/// </summary>
internal struct Boxes
{
    private readonly Grid _grid;
    private readonly int _batches;
    private readonly int _rows;
    private readonly int _columns;
    private Parts _parts;

    /// <summary>All workers call it, as <see cref="Worker.Parts"/>.</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="grid">Whose box is which.</param>
    /// <param name="rows">The most tiles of rows in a part.</param>
    /// <param name="columns">The most tiles of columns in a part.</param>
    public Boxes(Worker w, Grid grid, int rows, int columns)
    {
        // Each box is cut like the largest one: all queues have the same number of parts.
        var largest = grid.Largest;
        _grid = grid;
        _columns = Math.Min(Grid.Ceiling(largest.Columns, columns), PartQueues.MaxParts);
        _rows = Math.Min(Grid.Ceiling(largest.Rows, rows), PartQueues.MaxParts / _columns);
        _batches = Math.Min(largest.Batches, PartQueues.MaxParts / (_columns * _rows));
        _parts = w.Parts(_batches * _columns * _rows);
    }

    /// <summary>The next one, in batches and tiles; none is empty.</summary>
    public bool Next(out Grid.Box box)
    {
        while (_parts.Next(out int owner, out int part))
        {
            int column = part / _rows;
            box = Grid.Part(_grid.Of(owner), (column / _columns, _batches), (part % _rows, _rows), (column % _columns, _columns));
            if (!box.IsEmpty)
                return true;
        }

        box = default;
        return false;
    }
}

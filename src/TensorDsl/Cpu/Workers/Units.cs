namespace TensorDsl.Cpu;

/// <summary>Pieces of work of a kernel, dealt out to the workers back and forth, so that growing costs (causal chunks) even out.</summary>
internal struct Units
{
    private readonly int _count;
    private readonly int _worker;
    private readonly int _workers;
    private readonly int _together;
    private Parts _parts;
    private int _owner;
    private int _round;
    private int _end;

    /// <summary>All workers call it, as <see cref="Worker.Parts"/>.</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="count">How many pieces there are.</param>
    public Units(Worker w, int count)
    {
        (_count, _worker, _workers) = (count, w.Index, w.Count);
        int rounds = (count + w.Count - 1) / w.Count;
        _together = (rounds / PartQueues.MaxParts) + 1;
        _parts = w.Parts((rounds + _together - 1) / _together);
        _owner = _worker;
    }

    /// <summary>Which one probably follows the last, so that what it reads can be asked for; −1 if that cannot be known.</summary>
    public int Following => _owner == _worker && Unit < _count ? Unit : -1;

    private int Unit => (_round * _workers) + (_round % 2 == 0 ? _owner : _workers - 1 - _owner);

    /// <summary>The next one that this worker does.</summary>
    public bool Next(out int unit)
    {
        do
        {
            if (_round == _end)
            {
                if (!_parts.Next(out _owner, out int part))
                {
                    unit = -1;
                    return false;
                }

                (_round, _end) = (part * _together, (part + 1) * _together);
            }

            unit = Unit;
            _round++;
        }
        while (unit >= _count);
        return true;
    }
}

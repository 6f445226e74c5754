namespace TensorDsl.Generator.Scheduling;

/// <summary>How much is alive in each phase, at given sizes.</summary>
internal sealed class Crowding
{
    private readonly long[] _floats;

    public Crowding(IReadOnlyList<Buffer> buffers, IReadOnlyList<long> lengths)
    {
        _floats = new long[buffers.Max(buffer => buffer.Live.Last) + 2];
        for (int i = 0; i < buffers.Count; i++)
        {
            _floats[buffers[i].Live.First] += lengths[i];
            _floats[buffers[i].Live.Last + 1] -= lengths[i];
        }

        for (int phase = 1; phase < _floats.Length; phase++)
            _floats[phase] += _floats[phase - 1];
        Most = _floats.Max();
    }

    /// <summary>The most floats that are alive in one phase: no layout is shorter.</summary>
    public long Most { get; }

    /// <summary>The most that are alive while a buffer is.</summary>
    public long Around(Buffer buffer)
    {
        long most = 0;
        for (int phase = buffer.Live.First; phase <= buffer.Live.Last; phase++)
            most = Math.Max(most, _floats[phase]);
        return most;
    }
}

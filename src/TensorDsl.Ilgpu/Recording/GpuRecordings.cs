namespace TensorDsl.Ilgpu;

/// <summary>
/// Runs programs' launches, and records and replays them where the device can: plainly for the first time, when kernels are
/// compiled, recorded the second time. A recording is of one program, of certain sizes and of the memory as it lay then.
/// </summary>
internal sealed class GpuRecordings(GpuDevice gpu) : IDisposable
{
    // Sizes may differ from batch to batch; those used last are kept.
    private const int Most = 32;

    private readonly List<Recording> _recordings = [];

    /// <summary>Runs a program.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="sizes">All that its launches depend on, beside the memory's content.</param>
    /// <param name="launches">Asks the device for its kernels, and for nothing else; it may be called twice or not at all.</param>
    public void Run(string program, ReadOnlySpan<int> sizes, Action launches)
    {
        if (gpu.CannotRecord is not null)
        {
            launches();
            return;
        }

        var recording = Latest(program, sizes);
        if (recording.HasRun && (recording.Graph ??= gpu.Record(launches)) is { } graph)
        {
            if (graph.Replay())
                return;
            gpu.CannotRecord = "The driver refused to replay a recording.";
        }

        launches();
        recording.HasRun = true;
    }

    /// <summary>Forgets them all, because memory that they name has moved.</summary>
    public void Forget()
    {
        foreach (var recording in _recordings)
            recording.Graph?.Dispose();
        _recordings.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    // The one asked for, moved to the end of the list.
    private Recording Latest(string program, ReadOnlySpan<int> sizes)
    {
        int at = _recordings.Count - 1;
        while (at >= 0 && !(_recordings[at].Program == program && sizes.SequenceEqual(_recordings[at].Sizes)))
            at--;
        var recording = at < 0 ? new Recording(program, sizes.ToArray()) : _recordings[at];
        if (at >= 0)
            _recordings.RemoveAt(at);
        _recordings.Add(recording);
        if (_recordings.Count > Most)
        {
            _recordings[0].Graph?.Dispose();
            _recordings.RemoveAt(0);
        }

        return recording;
    }

    private sealed class Recording(string program, int[] sizes)
    {
        public string Program => program;

        public int[] Sizes => sizes;

        /// <summary>Whether it ran plainly, so that its kernels are compiled.</summary>
        public bool HasRun { get; set; }

        public GpuGraph? Graph { get; set; }
    }
}

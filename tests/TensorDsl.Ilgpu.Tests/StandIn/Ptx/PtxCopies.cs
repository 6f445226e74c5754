namespace TensorDsl.Ilgpu.Tests.StandIn.Ptx;

/// <summary>
/// The copies to shared memory that a thread has under way. Nobody may look at their targets before the thread has waited for them,
/// so these are no numbers until then.
/// </summary>
internal sealed class PtxCopies
{
    /// <summary>Where shared memory begins, a multiple of as many bytes as a word has and no more.</summary>
    public const uint SharedStart = 1028;

    private const int Bytes = 16;

    private readonly Queue<List<(int Target, ulong Source, uint Read)>> _groups = [];
    private List<(int Target, ulong Source, uint Read)> _open = [];

    /// <summary>Begins a copy of 16 bytes, of which those beyond some are zeros.</summary>
    public void Begin(int target, ulong source, uint bytes, uint read)
    {
        if (bytes != Bytes || read > Bytes || (target + SharedStart) % Bytes != 0 || source % Bytes != 0)
            throw new InvalidOperationException($"PTX: {read} of {bytes} bytes from {source} cannot be copied to {target}.");
        Target(target).Fill(0xFF);
        _open.Add((target, source, read));
    }

    /// <summary>Makes a group of those that were begun since the last one.</summary>
    public void Commit()
    {
        _groups.Enqueue(_open);
        _open = [];
    }

    /// <summary>Waits for all groups but the last ones.</summary>
    public unsafe void Wait(int pending)
    {
        while (_groups.Count > pending)
        {
            foreach (var (target, source, read) in _groups.Dequeue())
            {
                var bytes = Target(target);
                bytes.Clear();
                new ReadOnlySpan<byte>((void*)source, (int)read).CopyTo(bytes);
            }
        }
    }

    /// <summary>Refuses copies that nobody waited for.</summary>
    public void End()
    {
        if (_open.Count > 0 || _groups.Any(group => group.Count > 0))
            throw new InvalidOperationException("PTX: nobody waited for some copies.");
    }

    private static Span<byte> Target(int target) => StandInThread.Current.Group.FirstShared.Slice(target, Bytes);
}

namespace TensorDsl.Ilgpu;

/// <summary>A parameter set's copy in a device's memory, and where products want it another one in bfloat16, which follows it.</summary>
internal sealed class GpuCopy(ParameterSet set, GpuDevice gpu) : DeviceCopy(set, gpu)
{
    private readonly GpuBuffer<float> _buffer = gpu.Allocate<float>(Math.Max(1, set.Length));

    /// <summary>The arena, as it is.</summary>
    public Address<float> Start => _buffer.Start;

    /// <summary>The arena in bfloat16, value by value; null until a program asked for it. Kernels that write the arena write it, too.</summary>
    public GpuBuffer<ushort>? Rounded { get; private set; }

    // Kernels count in 32 bits.
    private int Count => checked((int)_buffer.Length);

    /// <summary>The arena, for programs that only read it.</summary>
    public Address<float> Read()
    {
        BeforeDevice(writes: false);
        return _buffer.Start;
    }

    /// <summary>The arena in bfloat16, for programs that read it; nothing where the device does not round weights.</summary>
    public RoundedArena ReadRounded()
    {
        BeforeDevice(writes: false);
        if (!gpu.RoundsWeights)
            return default;
        if (Rounded is null)
        {
            Rounded = gpu.Allocate<ushort>(_buffer.Length);
            Round();
        }

        return new RoundedArena(Rounded.Start.Memory);
    }

    /// <summary>The arena, for programs that write it.</summary>
    public Address<float> Write()
    {
        BeforeDevice(writes: true);
        return _buffer.Start;
    }

    /// <inheritdoc/>
    public override void Add(DeviceCopy source, float share, float leak)
    {
        gpu.Each(new Blend(Write(), ((GpuCopy)source).Read(), share, leak, Count), Count);
        Round();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Rounded?.Dispose();
        _buffer.Dispose();
    }

    /// <inheritdoc/>
    protected override void Upload(ReadOnlySpan<float> host)
    {
        gpu.Upload(host, _buffer.Start);
        Round();
    }

    /// <inheritdoc/>
    protected override void Download(Span<float> host) => gpu.Download(_buffer.Start, host);

    /// <inheritdoc/>
    protected override void ClearMemory()
    {
        gpu.Each(new Clear(_buffer.Start, Count), Count);
        Round();
    }

    /// <inheritdoc/>
    protected override void ExchangeMemory(DeviceCopy other)
    {
        var copy = (GpuCopy)other;
        gpu.Each(new Exchange(_buffer.Start, copy.Start, Count), Count);
        Round();
        copy.Round();
    }

    private void Round()
    {
        if (Rounded is not null)
            gpu.Each(new RoundToBFloat16(_buffer.Start, Rounded.Start, Count), Count);
    }
}

namespace TensorDsl.Ilgpu;

/// <summary>A parameter set's copy in a device's memory.</summary>
internal sealed class GpuCopy(ParameterSet set, GpuDevice gpu) : DeviceCopy(set, gpu)
{
    private readonly GpuBuffer<float> _buffer = gpu.Allocate<float>(Math.Max(1, set.Length));

    /// <summary>The arena, as it is.</summary>
    public Address<float> Start => _buffer.Start;

    /// <summary>The arena, for programs that only read it.</summary>
    public Address<float> Read()
    {
        BeforeDevice(writes: false);
        return _buffer.Start;
    }

    /// <summary>The arena, for programs that write it.</summary>
    public Address<float> Write()
    {
        BeforeDevice(writes: true);
        return _buffer.Start;
    }

    /// <inheritdoc/>
    public override void Dispose() => _buffer.Dispose();

    /// <inheritdoc/>
    protected override void Upload(ReadOnlySpan<float> host) => gpu.Upload(host, _buffer.Start);

    /// <inheritdoc/>
    protected override void Download(Span<float> host) => gpu.Download(_buffer.Start, host);
}

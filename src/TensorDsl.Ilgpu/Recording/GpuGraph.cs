namespace TensorDsl.Ilgpu;

/// <summary>Launches that a device has recorded, with all their arguments, to be replayed as one.</summary>
internal abstract class GpuGraph : IDisposable
{
    /// <summary>Asks for all of them; says whether the device has taken them, else none has run.</summary>
    public abstract bool Replay();

    /// <inheritdoc/>
    public abstract void Dispose();
}

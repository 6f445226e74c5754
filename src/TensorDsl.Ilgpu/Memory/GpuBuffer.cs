using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Memory of a device.</summary>
/// <typeparam name="T">What lies in it.</typeparam>
/// <param name="view">All of it.</param>
/// <param name="owner">Releases it.</param>
public sealed class GpuBuffer<T>(ArrayView<T> view, IDisposable owner) : IDisposable
    where T : unmanaged
{
    /// <summary>Elements.</summary>
    public long Length => view.Length;

    /// <summary>Its start.</summary>
    public Address<T> Start => new(view, 0);

    /// <inheritdoc/>
    public void Dispose() => owner.Dispose();
}

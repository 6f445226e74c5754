using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Numbers in bfloat16 that kernels read or write beside those in float32, at the same places; or nothing, where a device has none.</summary>
/// <param name="view">The numbers.</param>
/// <param name="address">The first one's address, for instructions that ILGPU does not know.</param>
public readonly struct RoundedView(ArrayView<ushort> view, long address)
{
    /// <summary>The numbers.</summary>
    public ArrayView<ushort> View => view;

    /// <summary>The first one's address.</summary>
    public long Address => address;

    /// <summary>Whether there are any.</summary>
    public bool IsThere => view.Length > 0;
}

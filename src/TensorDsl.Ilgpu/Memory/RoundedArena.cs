using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>A program's activations in bfloat16, at the places that they have in float32; or nothing, where a device has none.</summary>
/// <param name="memory">As many as there are floats.</param>
public readonly struct RoundedArena(ArrayView<ushort> memory)
{
    /// <summary>Whether there are any.</summary>
    public bool IsThere => memory.Length > 0;

    /// <summary>What begins at the place that an activation has in float32.</summary>
    public RoundedView At(Address<float> activation) => IsThere ? new Address<ushort>(memory, activation.Offset) : default(RoundedView);
}

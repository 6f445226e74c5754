using ILGPU;
using ILGPU.Runtime;

namespace TensorDsl.Ilgpu;

/// <summary>An arena's numbers in bfloat16, at the places that they have in float32; or nothing, where a device has none.</summary>
/// <param name="memory">As many as there are floats.</param>
public readonly struct RoundedArena(ArrayView<ushort> memory)
{
    /// <summary>Whether there are any.</summary>
    public bool IsThere => memory.Length > 0;

    /// <summary>What begins at the place of a number in float32.</summary>
    public RoundedView At(Address<float> place)
    {
        if (!IsThere)
            return default;
        var view = memory.SubView(place.Offset, memory.Length - place.Offset);
        return new RoundedView(view, view.LoadEffectiveAddressAsPtr());
    }
}

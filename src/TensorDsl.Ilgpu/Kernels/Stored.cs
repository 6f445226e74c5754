using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>How kernels store what products on tensor cores may read in bfloat16.</summary>
public static class Stored
{
    /// <summary>In float32, because something else reads it as well, and where there is room for it in bfloat16.</summary>
    public static void InBoth(ArrayView<float> floats, RoundedView rounded, int place, float value)
    {
        floats[place] = value;
        if (rounded.IsThere)
            rounded.View[place] = BFloat16.Round(value);
    }

    /// <summary>In bfloat16 where there is room for it, else in float32.</summary>
    public static void InEither(ArrayView<float> floats, RoundedView rounded, int place, float value)
    {
        if (rounded.IsThere)
            rounded.View[place] = BFloat16.Round(value);
        else
            floats[place] = value;
    }
}

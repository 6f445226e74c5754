using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Numbers in bfloat16: the upper half of a float's bits.</summary>
public static class BFloat16
{
    private const uint Sign = 0x80000000, Infinity = 0x7F800000, Quiet = 0x40;

    /// <summary>The nearest one, half to even; an infinity where a number is too large.</summary>
    public static ushort Round(float value)
    {
        uint bits = Interop.FloatAsInt(value);

        // What is no number would round to one.
        return (ushort)((bits & ~Sign) > Infinity ? (bits >> 16) | Quiet : (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The same number as a float.</summary>
    public static float Float(ushort value) => Lower(value);

    /// <summary>The one in the lower half of a word, as a float.</summary>
    public static float Lower(uint word) => Interop.IntAsFloat(word << 16);

    /// <summary>The one in the upper half.</summary>
    public static float Upper(uint word) => Interop.IntAsFloat(word & 0xFFFF0000);
}

/// <summary>Four neighbours, which a device loads at once.</summary>
public struct BFloat16x4(uint low, uint high)
{
    /// <summary>The first, in the lower half, and the second.</summary>
    public uint Low = low;

    /// <summary>The third and the fourth.</summary>
    public uint High = high;

    /// <summary>The same as floats.</summary>
    public readonly Float4 Floats => new(BFloat16.Lower(Low), BFloat16.Upper(Low), BFloat16.Lower(High), BFloat16.Upper(High));
}

/// <summary>Eight neighbours, which a device loads at once.</summary>
public struct BFloat16x8(uint x, uint y, uint z, uint w)
{
    /// <summary>The first, in the lower half, and the second.</summary>
    public uint X = x;

    /// <summary>The third and the fourth.</summary>
    public uint Y = y;

    /// <summary>The fifth and the sixth.</summary>
    public uint Z = z;

    /// <summary>The last two.</summary>
    public uint W = w;

    /// <summary>The first four.</summary>
    public readonly BFloat16x4 First => new(X, Y);

    /// <summary>The others.</summary>
    public readonly BFloat16x4 Second => new(Z, W);
}

/// <summary>A thread for each number, of which it writes the nearest in bfloat16.</summary>
public readonly struct RoundToBFloat16(ArrayView<float> values, ArrayView<ushort> rounded, int length) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int i = Place.InAll;
        if (i < length)
            rounded[i] = BFloat16.Round(values[i]);
    }
}

namespace TensorDsl.Cpu;

/// <summary>Rounds a parameter to fewer bits, to nearest, ties to even.</summary>
internal static unsafe class WeightEncoding
{
    private const float Largest = sbyte.MaxValue;

    /// <summary>Writes the panels.</summary>
    /// <param name="values">The weights: (n, k) if <paramref name="isByRow"/>, else (k, n).</param>
    /// <param name="isByRow">Whether a channel's values are adjacent.</param>
    /// <param name="panels">Written.</param>
    /// <returns>Whether all weights could be stored; what is not finite cannot.</returns>
    public static bool Run(ReadOnlySpan<float> values, bool isByRow, WeightPanels panels)
    {
        // A channel is so far from the next, and a weight of it from the next.
        var (channel, next) = isByRow ? (panels.K, 1) : (1, panels.N);
        bool finite = true;
        fixed (float* source = values)
        {
            for (int first = 0; first < panels.N; first += WeightPanels.Columns)
            {
                float* weights = source + ((nint)first * channel);
                finite &= panels.Storage == WeightStorage.Int8
                    ? Whole(weights, channel, next, panels, first)
                    : Upper(weights, channel, next, panels, first);
            }
        }

        return finite;
    }

    /// <summary>Writes the weights back as floats, where <see cref="Run"/> took them from.</summary>
    public static void Restore(WeightPanels panels, bool isByRow, Span<float> values)
    {
        var (channel, next) = isByRow ? (panels.K, 1) : (1, panels.N);
        for (int j = 0; j < panels.N; j++)
        {
            for (int l = 0; l < panels.K; l++)
                values[(j * channel) + (l * next)] = WeightFloats.Of(panels, l, j);
        }
    }

    /// <summary>The bits of the nearest bfloat16; those of an infinity where a value is too large.</summary>
    public static ushort Upper(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static bool Upper(float* source, nint channel, nint next, WeightPanels panels, int first)
    {
        const int Exponent = 0x7F80;
        bool finite = true;
        int width = panels.Width(first);
        var target = (ushort*)panels.Panel(first);
        for (int l = 0; l < panels.K; l++)
        {
            for (int j = 0; j < width; j++)
            {
                // What is no number might round to one.
                float value = source[(j * channel) + (l * next)];
                ushort bits = Upper(value);
                finite &= (bits & Exponent) != Exponent && !float.IsNaN(value);
                *target++ = bits;
            }
        }

        return finite;
    }

    private static bool Whole(float* source, nint channel, nint next, WeightPanels panels, int first)
    {
        int width = panels.Width(first);
        var scales = new Span<float>(panels.Scales + first, width);
        scales.Clear();
        for (int l = 0; l < panels.K; l++)
        {
            for (int j = 0; j < width; j++)
                scales[j] = Math.Max(scales[j], Math.Abs(source[(j * channel) + (l * next)]));
        }

        bool finite = true;
        foreach (ref float scale in scales)
        {
            finite &= float.IsFinite(scale);
            scale /= Largest;
        }

        var target = (sbyte*)panels.Panel(first);
        for (int l = 0; l < panels.K; l++)
        {
            for (int j = 0; j < width; j++)
            {
                // A channel of zeros has the scale zero; that of the smallest numbers is rounded itself.
                float value = source[(j * channel) + (l * next)];
                *target++ = scales[j] == 0 ? (sbyte)0 : (sbyte)Math.Clamp(MathF.Round(value / scales[j]), -Largest, Largest);
            }
        }

        return finite;
    }
}

namespace TensorDsl;

/// <summary>Draws initial values.</summary>
public static class Initialization
{
    /// <summary>Fills <paramref name="values"/>; the result depends on the seed, the name and the length alone.</summary>
    public static void Fill(this Initializer initializer, Span<float> values, ulong seed, string name) => initializer.Fill(values, seed, name, 0);

    /// <summary>Fills <paramref name="values"/>, of which the first is the parameter's <paramref name="start"/>-th.</summary>
    internal static void Fill(this Initializer initializer, Span<float> values, ulong seed, string name, long start)
    {
        ArgumentNullException.ThrowIfNull(name);
        var random = new CounterRandom(seed, name);
        switch (initializer.Kind)
        {
            case InitializerKind.Constant:
                values.Fill((float)initializer.Scale);
                break;
            case InitializerKind.Normal:
                random.Normal((ulong)start, initializer.Scale, values);
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)(initializer.Scale * ((2 * random.Uniform((ulong)(start + i))) - 1));
                break;
        }
    }
}

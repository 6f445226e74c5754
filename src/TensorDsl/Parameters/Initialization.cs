namespace TensorDsl;

/// <summary>Draws initial values.</summary>
public static class Initialization
{
    /// <summary>Fills <paramref name="values"/>; the result depends on the seed, the name and the length alone.</summary>
    public static void Fill(this Initializer initializer, Span<float> values, ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var random = new CounterRandom(seed, name);
        switch (initializer.Kind)
        {
            case InitializerKind.Constant:
                values.Fill((float)initializer.Scale);
                break;
            case InitializerKind.Normal:
                random.Normal(initializer.Scale, values);
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)(initializer.Scale * ((2 * random.Uniform((ulong)i)) - 1));
                break;
        }
    }
}

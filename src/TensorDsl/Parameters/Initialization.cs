namespace TensorDsl;

/// <summary>Draws initial values.</summary>
public static class Initialization
{
    /// <summary>Fills <paramref name="values"/>; the result depends on the seed, the name and the length alone.</summary>
    public static void Fill(this Initializer initializer, Span<float> values, ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var random = new CounterRandom(seed, name);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(initializer.Kind switch
            {
                InitializerKind.Constant => initializer.Scale,
                InitializerKind.Normal => initializer.Scale * random.Normal((ulong)i),
                _ => initializer.Scale * ((2 * random.Uniform((ulong)i)) - 1),
            });
        }
    }
}

namespace TensorDsl;

/// <summary>
/// Random numbers by position: the n-th value is a function of the key and n, so any order and any number of threads
/// sees the same stream, and the state is nothing but the position. The mixing function is SplitMix64's
/// (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
/// </summary>
public readonly struct CounterRandom
{
    private readonly ulong _key;

    /// <summary>A stream of its own for each seed and name.</summary>
    public CounterRandom(ulong seed, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _key = Mix(seed);
        foreach (char c in name)
            _key = Mix(_key ^ c);
    }

    /// <summary>The <paramref name="position"/>-th 64 bits.</summary>
    public ulong Bits(ulong position) => Mix(_key + ((position + 1) * 0x9E3779B97F4A7C15));

    /// <summary>The <paramref name="position"/>-th number of [0, 1).</summary>
    public double Uniform(ulong position) => (Bits(position) >> 11) * (1.0 / (1ul << 53));

    /// <summary>The <paramref name="position"/>-th standard normal number, by Box and Muller's transform.</summary>
    public double Normal(ulong position)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * position)));
        return radius * Math.Cos(2 * Math.PI * Uniform((2 * position) + 1));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TensorDsl;

/// <summary>
/// Random numbers by position: the n-th value is a function of the key and n, so any order and any number of threads
/// sees the same stream, and the state is nothing but the position. The mixing function is SplitMix64's
/// (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
/// </summary>
public readonly struct CounterRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const int Block = 4;

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
    public ulong Bits(ulong position) => Mix(_key + ((position + 1) * Golden));

    /// <summary>The <paramref name="position"/>-th number of [0, 1).</summary>
    public double Uniform(ulong position) => (Bits(position) >> 11) * (1.0 / (1ul << 53));

    /// <summary>The <paramref name="position"/>-th standard normal number, by Box and Muller's transform.</summary>
    public double Normal(ulong position) => Normals(position / Block)[(int)(position % Block)];

    /// <summary>Writes the stream's normal numbers from the first on, of mean 0.</summary>
    /// <param name="deviation">Their standard deviation.</param>
    /// <param name="values">Written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Normal(double deviation, Span<float> values)
    {
        for (ulong block = 0; !values.IsEmpty; block++)
        {
            var numbers = deviation * Normals(block);
            var rounded = Vector256.Narrow(numbers, numbers).GetLower();
            if (values.Length < Block)
            {
                Partly(rounded, values);
                return;
            }

            rounded.CopyTo(values);
            values = values[Block..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Normals(ulong block)
    {
        var bits = Vector256.Create(_key + (((2 * Block * block) + 1) * Golden)) + (Vector256.Create(0ul, 2, 4, 6) * Golden);
        return BoxMuller.Normals(Uniform(bits), Uniform(bits + Vector256.Create(Golden)));
    }

    private static void Partly(Vector128<float> block, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = block[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Uniform(Vector256<ulong> bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        bits ^= bits >> 31;
        return Vector256.ConvertToDouble((bits >> 11).AsInt64()) * (1.0 / (1ul << 53));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

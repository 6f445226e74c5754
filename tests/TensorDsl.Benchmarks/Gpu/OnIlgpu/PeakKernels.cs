using ILGPU;
using TensorDsl.Ilgpu;

namespace TensorDsl.Benchmarks;

/// <summary>Multiply-adds on registers: eight chains that do not wait for each other.</summary>
internal readonly struct MultiplyAdds(ArrayView<float> results, float factor, float summand, int rounds) : IKernel
{
    /// <summary>Multiply-adds of a thread in a round.</summary>
    public const int PerRound = 64;

    public void Run()
    {
        float a = Place.InAll, b = a + 1, c = a + 2, d = a + 3, e = a + 4, f = a + 5, g = a + 6, h = a + 7;
        for (int round = 0; round < rounds; round++)
        {
            // So many that what counts the rounds is no part of the time.
            a = Eight(a);
            b = Eight(b);
            c = Eight(c);
            d = Eight(d);
            e = Eight(e);
            f = Eight(f);
            g = Eight(g);
            h = Eight(h);
        }

        // Without a result there would be nothing to compute.
        results[Place.InAll] = a + b + c + d + (e + f + g + h);
    }

    private float Eight(float x) => Two(Two(Two(Two(x))));

    // ILGPU writes products and sums; the driver's compiler makes one instruction of both, as in all kernels.
    private float Two(float x) => (((x * factor) + summand) * factor) + summand;
}

/// <summary>The sum of an array, of which each thread reads four floats at four places in a round.</summary>
internal readonly struct ReadSum(ArrayView<float> values, ArrayView<float> sums, int rounds, int threads) : IKernel
{
    /// <summary>Floats that a thread reads in a round.</summary>
    public const int PerRound = 16;

    public void Run()
    {
        var vectors = values.Cast<Float4>();
        int at = Place.InAll;
        float x = 0, y = 0, z = 0, w = 0;
        for (int round = 0; round < rounds; round++)
        {
            // All four are on their way before the first is needed.
            Float4 a = vectors[at], b = vectors[at + threads], c = vectors[at + (2 * threads)], d = vectors[at + (3 * threads)];
            x += a.X + b.X + (c.X + d.X);
            y += a.Y + b.Y + (c.Y + d.Y);
            z += a.Z + b.Z + (c.Z + d.Z);
            w += a.W + b.W + (c.W + d.W);
            at += 4 * threads;
        }

        sums[Place.InAll] = x + y + (z + w);
    }
}

/// <summary>Writes numbers that are not all alike, for memory may be faster where they are.</summary>
internal readonly struct FillWithNumbers(ArrayView<float> values) : IKernel
{
    public void Run()
    {
        int at = Place.InAll;
        if (at < values.Length)
            values[at] = at % 2003 / 2003f;
    }
}

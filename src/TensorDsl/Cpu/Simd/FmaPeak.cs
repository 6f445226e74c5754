using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>What the processor can do at most: multiply-adds on registers alone.</summary>
public static unsafe class FmaPeak
{
    private const int Steps = 100_000;

    /// <summary>Measures the peak of the whole team at the width in use, the best of several tries.</summary>
    /// <returns>Floating-point operations per second; a multiply-add counts as two.</returns>
    public static double Measure(Team team, int tries = 10) => SimdWidth.Is512 ? Measure<F512>(team, tries)
        : SimdWidth.Is256 ? Measure<F256>(team, tries)
        : Measure<F128>(team, tries);

    /// <summary>Measures the peak at one width.</summary>
    /// <inheritdoc cref="Measure(Team, int)"/>
    public static double Measure<V>(Team team, int tries = 10)
        where V : unmanaged, ISimd<V>
    {
        ArgumentNullException.ThrowIfNull(team);
        double best = 0;
        for (int i = 0; i < tries; i++)
        {
            long start = Stopwatch.GetTimestamp();
            team.Run(&Program<V>, 0);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            best = Math.Max(best, 2.0 * 12 * V.Width * Steps * team.Count / seconds);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Program<V>(nint state, Worker w)
        where V : unmanaged, ISimd<V>
    {
        V a = V.Broadcast(0.5f);
        V b = V.Broadcast(0.25f);
        V c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a, c10 = a, c11 = a;
        for (int i = 0; i < Steps; i++)
        {
            c0 = V.Fma(c0, a, b);
            c1 = V.Fma(c1, a, b);
            c2 = V.Fma(c2, a, b);
            c3 = V.Fma(c3, a, b);
            c4 = V.Fma(c4, a, b);
            c5 = V.Fma(c5, a, b);
            c6 = V.Fma(c6, a, b);
            c7 = V.Fma(c7, a, b);
            c8 = V.Fma(c8, a, b);
            c9 = V.Fma(c9, a, b);
            c10 = V.Fma(c10, a, b);
            c11 = V.Fma(c11, a, b);
        }

        V.Store(w.Scratch, c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11);
    }
}

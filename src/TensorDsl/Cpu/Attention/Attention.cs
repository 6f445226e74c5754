using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Scaled dot-product attention out[b, t, h] = Σₛ softmaxₛ(scale · q[b, t, h] · k[b, s, h], masked) v[b, s, h], streamed:
/// scores live in a worker's cache a few rows at a time, and one number per row, the logarithm of the sum of
/// exponentials, is all that is kept for the backward pass (Dao, Fu, Ermon, Rudra, Ré: FlashAttention, 2022).
/// </summary>
/// <remarks>
/// Called by every worker of a team. Results do not depend on the number of workers. Blocks that the mask excludes are
/// not computed. A row that sees nothing gives zeros, and its saved number is +∞.
/// </remarks>
public static unsafe partial class Attention
{
    /// <summary>Panels of K and V kept at a time, in floats.</summary>
    private const int PanelFloats = 128 * 1024;

    /// <summary>Computes outputs and the saved row numbers.</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="q">Queries (B, T, H, DK).</param>
    /// <param name="k">Keys (B, S, H, DK).</param>
    /// <param name="v">Values (B, S, H, DV).</param>
    /// <param name="output">Written: (B, T, H, DV).</param>
    /// <param name="lse">Written: (B, H, T), log Σₛ exp(score), or +∞ for a row that sees nothing.</param>
    /// <param name="scale">What scores are multiplied with, usually 1/√DK.</param>
    /// <param name="mask">Who sees whom.</param>
    public static void Forward<V, TMask>(
        Worker w, AttentionShape shape, HeadView q, HeadView k, HeadView v, HeadView output, float* lse, float scale, TMask mask)
        where V : unmanaged, ISimd<V>
        where TMask : struct, IMask
    {
        int heads = shape.B * shape.H;
        if (heads <= 0 || shape.T <= 0)
            return;
        int group = MicroKernel.MaxRows<V>();
        int chunks = Chunks(heads, w.Count, shape.T, group);
        int groups = ((shape.T - 1) / group) + 1;
        for (var units = new Units(w, heads * chunks); units.Next(out int unit);)
        {
            int head = unit / chunks;
            int chunk = unit % chunks;
            int t0 = (int)((long)groups * chunk / chunks) * group;
            int t1 = Math.Min((int)((long)groups * (chunk + 1) / chunks) * group, shape.T);
            var pass = new ForwardPass<V, TMask>(w.Scratch, shape, q, k, v, output, lse, scale, mask, head);
            var ahead = new HeadsAhead(shape, chunks == 1 ? units.Following : -1, q, k, v);
            pass.Run(t0, t1, ahead);
        }
    }

    /// <summary>
    /// Whether so few rows ask that keys and values are not worth copies, as in generation. Scores are then summed in another order, by both passes.
    /// </summary>
    private static bool IsFew(AttentionShape shape) => shape.T <= SkinnyProduct.MaxRows && shape.DV <= SkinnyProduct.Strip;

    /// <summary>Into how many pieces the rows of a head are cut: more than one when heads alone would leave workers idle.</summary>
    private static int Chunks(int heads, int workers, int t, int group)
    {
        int least = (t + MaxChunk - 1) / MaxChunk;
        if (heads % workers == 0 || heads >= 8 * workers)
            return least;
        int wanted = ((4 * workers) + heads - 1) / heads;
        return Math.Max(least, Math.Min(wanted, Math.Max(1, t / (4 * group))));
    }

    /// <summary>The columns, in whole panels from <paramref name="s0"/>, that rows t0 … t1 − 1 see any of.</summary>
    private static (int Low, int High) Range<TMask>(TMask mask, int t0, int t1, int s0, int columns, int width)
        where TMask : struct, IMask
    {
        int low = 0;
        int high = (columns + width - 1) / width * width;
        while (low < high && mask.Cover(t0, t1, s0 + low, s0 + Math.Min(low + width, columns)) == MaskCover.None)
            low += width;
        while (high > low && mask.Cover(t0, t1, s0 + high - width, s0 + Math.Min(high, columns)) == MaskCover.None)
            high -= width;
        return (low, high);
    }

    /// <summary>Where the scores of row t end that count, at most <paramref name="columns"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int End<TMask>(TMask mask, int t, int s0, int low, int columns)
        where TMask : struct, IMask
    {
        int leading = mask.Leading(t);
        return leading < 0 ? columns : Math.Clamp(leading - s0, low, columns);
    }

    /// <summary>Where a mask hides others than the last scores of a row, sets those to −∞, and multiplies the row's with a factor.</summary>
    /// <returns>Whether it did.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Hide<TMask>(TMask mask, float* row, int t, int s0, int low, int columns, float factor)
        where TMask : struct, IMask
    {
        if (mask.Leading(t) >= 0)
            return false;
        for (int s = low; s < columns; s++)
            row[s] = mask.Allowed(t, s0 + s) ? row[s] * factor : float.NegativeInfinity;
        return true;
    }

    /// <summary>1 in the lanes from <paramref name="s"/> on that come before <paramref name="end"/>, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Before<V>(int s, int end)
        where V : unmanaged, ISimd<V> => V.Less(V.Iota(s), V.Broadcast(end));

    /// <summary>C (rows, columns) (+)= A · B for a few rows and packed panels of B, <paramref name="depth"/> rows each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<V>(
        int rows, float* a, nint rs, nint ks, float* panels, nint depth, int k, float* c, nint ldc, int columns, bool accumulate)
        where V : unmanaged, ISimd<V>
    {
        int width = 2 * V.Width;
        for (int j = 0; j < columns; j += width)
            MicroKernel.Run<V>(rows, a, rs, ks, panels + (j * depth), width, k, c + j, ldc, accumulate, default);
    }

    private static float* Take(ref float* scratch, nint floats)
    {
        float* taken = scratch;
        scratch += (floats + 15) / 16 * 16;
        return taken;
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}

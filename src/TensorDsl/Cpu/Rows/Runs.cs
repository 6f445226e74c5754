using System.Numerics.Tensors;

namespace TensorDsl.Cpu;

/// <summary>
/// Puts rows into runs of rows, (outer, whole, inner): what concatenation, padding and the gradients of slices and
/// windows are made of. Called by every worker of a team; each owns the same rows in every call of one target, so
/// calls for its parts need no barrier between them.
/// </summary>
public static unsafe class Runs
{
    /// <summary>Sets the target to zero.</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="target">Written: (outer, whole, inner).</param>
    /// <param name="outer">The number of runs.</param>
    /// <param name="whole">The rows of a run.</param>
    /// <param name="inner">Floats in a row.</param>
    public static void Clear(Worker w, float* target, int outer, int whole, int inner)
    {
        var (from, to) = Share(w, outer, whole, inner);
        for (int row = from; row < to; row++)
            new Span<float>(target + ((nint)row * inner), inner).Clear();
    }

    /// <summary>target[o, start + i·step, :] = source[o, i, :], where that is inside the target.</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="source">(outer, part, inner) with strides of its own.</param>
    /// <param name="outerStride">Floats from one run of the source to the next.</param>
    /// <param name="axisStride">Floats from one row of the source to the next.</param>
    /// <param name="part">The rows of a source run.</param>
    /// <param name="target">Written: (outer, whole, inner).</param>
    /// <param name="outer">The number of runs.</param>
    /// <param name="whole">The rows of a target run.</param>
    /// <param name="inner">Floats in a row.</param>
    /// <param name="start">Where the first row goes.</param>
    /// <param name="step">From one row to the next; not 0.</param>
    public static void Place(
        Worker w, float* source, nint outerStride, nint axisStride, int part, float* target, int outer, int whole, int inner, int start, int step)
    {
        var (from, to) = Share(w, outer, whole, inner);
        while (from < to)
        {
            // The places [first, end) of run o are this worker's.
            int o = from / whole, first = from % whole;
            int end = Math.Min(whole, first + (to - from));
            from += end - first;
            int begin = Math.Max(0, step > 0 ? Ceiling(first - start, step) : Ceiling(start - end + 1, -step));
            int stop = Math.Min(part, step > 0 ? Ceiling(end - start, step) : Ceiling(start - first + 1, -step));
            float* run = target + ((nint)o * whole * inner);
            float* rows = source + (o * outerStride);
            if (step == 1 && axisStride == inner)
            {
                if (begin < stop)
                    Copy(rows + (begin * axisStride), run + ((nint)(start + begin) * inner), checked((stop - begin) * inner));
                continue;
            }

            for (int i = begin; i < stop; i++)
                Copy(rows + (i * axisStride), run + ((start + ((nint)i * step)) * inner), inner);
        }
    }

    /// <summary>target[o, c·step + k, :] = Σ windows[o, c, k, :] over all windows c that have the row.</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="windows">(outer, count, size, inner).</param>
    /// <param name="count">The number of windows of a run.</param>
    /// <param name="size">The rows of a window.</param>
    /// <param name="step">From one window to the next.</param>
    /// <param name="target">Written: (outer, whole, inner).</param>
    /// <param name="outer">The number of runs.</param>
    /// <param name="whole">The rows of a target run.</param>
    /// <param name="inner">Floats in a row.</param>
    public static void Overlap(Worker w, float* windows, int count, int size, int step, float* target, int outer, int whole, int inner)
    {
        var (from, to) = Share(w, outer, whole, inner);
        for (int row = from; row < to; row++)
        {
            int o = row / whole, place = row % whole;
            var sum = new Span<float>(target + ((nint)row * inner), inner);
            sum.Clear();
            int stop = Math.Min(count, (place / step) + 1);
            for (int c = Math.Max(0, Ceiling(place - size + 1, step)); c < stop; c++)
            {
                nint at = ((((nint)o * count) + c) * size) + place - (c * step);
                TensorPrimitives.Add(sum, new ReadOnlySpan<float>(windows + (at * inner), inner), sum);
            }
        }
    }

    private static (int From, int To) Share(Worker w, int outer, int whole, int inner) => w.Share(outer * whole, inner < 16 ? 16 : 1);

    private static void Copy(float* source, float* target, int count)
    {
        if (count == 1)
            *target = *source;
        else
            new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
    }

    // a / b rounded up, b positive.
    private static int Ceiling(int a, int b) => a > 0 ? (a + b - 1) / b : -(-a / b);
}

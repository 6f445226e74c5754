using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TensorDsl.Cpu;

namespace TensorDsl.Training;

/// <summary>What the workers of a team do in one step of <see cref="AdamW"/>.</summary>
internal unsafe struct AdamWProgram
{
    /// <summary>Squares are summed by chunks of this many values, whatever the number of workers.</summary>
    private const int Chunk = 4096;

    public float* Parameters;
    public float* Gradients;
    public float* First;
    public float* Second;
    public double* Squares;
    public long Length;
    public AdamWRun* Runs;
    public int RunCount;
    public AdamWStep Step;
    public AdamWCorrection Correction;

    /// <summary>Written by worker 0.</summary>
    public double Norm;

    public static int Chunks(long length) => checked((int)((length + Chunk - 1) / Chunk));

    public static void Run(nint state, Worker w)
    {
        ref var program = ref *(AdamWProgram*)state;
        var (from, to) = w.Share(Chunks(program.Length));
        for (int c = from; c < to; c++)
            program.Squares[c] = program.SumOfSquares((long)c * Chunk, Math.Min((c + 1L) * Chunk, program.Length));
        w.Barrier();

        double sum = 0;
        for (int c = 0; c < Chunks(program.Length); c++)
            sum += program.Squares[c];
        double norm = program.Step.Scale * Math.Sqrt(sum);
        if (w.Index == 0)
            program.Norm = norm;
        if (!float.IsFinite((float)norm))
            return;

        float clip = (float)(program.Step.Scale * Math.Min(1, program.Step.MaxNorm / (norm + 1e-6)));
        long begin = (long)from * Chunk;
        long end = Math.Min((long)to * Chunk, program.Length);
        for (int r = 0; r < program.RunCount && begin < end; r++)
        {
            ref var run = ref program.Runs[r];
            long stop = Math.Min(run.End, end);
            if (stop <= begin)
                continue;
            if (!run.Frozen)
                program.Update(run, begin, stop, clip);
            begin = stop;
        }
    }

    /// <summary>The squares of the gradients at begin … end − 1 that are not frozen.</summary>
    private readonly double SumOfSquares(long begin, long end)
    {
        double sum = 0;
        for (int r = 0; r < RunCount && begin < end; r++)
        {
            long stop = Math.Min(Runs[r].End, end);
            if (stop <= begin)
                continue;
            if (!Runs[r].Frozen)
                sum += SumOfSquares(Gradients + begin, (int)(stop - begin));
            begin = stop;
        }

        return sum;
    }

    private readonly void Update(in AdamWRun run, long begin, long end, float clip)
    {
        double rate = (double)Step.LearningRate * run.LearningRate;
        float keep = (float)(1 - (rate * run.WeightDecay));
        float stepSize = (float)(rate / Correction.First);
        if (SimdWidth.Is512)
            Update<F512>(begin, end, keep, stepSize, clip);
        else if (SimdWidth.Is256)
            Update<F256>(begin, end, keep, stepSize, clip);
        else
            Update<F128>(begin, end, keep, stepSize, clip);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfSquares(float* values, int count)
    {
        var sum0 = Vector512<double>.Zero;
        var sum1 = Vector512<double>.Zero;
        int i = 0;
        for (; i + 16 <= count; i += 16)
        {
            var v = Vector512.Load(values + i);
            var low = Vector512.WidenLower(v);
            var high = Vector512.WidenUpper(v);
            sum0 += low * low;
            sum1 += high * high;
        }

        double sum = Vector512.Sum(sum0 + sum1);
        for (; i < count; i++)
            sum += (double)values[i] * values[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Update<V>(long begin, long end, float keep, float stepSize, float clip)
        where V : unmanaged, ISimd<V>
    {
        // Copies, because a store through a pointer might change a field.
        var program = this;
        long i = begin;
        for (; i + V.Width <= end; i += V.Width)
            program.One<V>(i, keep, stepSize, clip);
        for (; i < end; i++)
            program.One<F1>(i, keep, stepSize, clip);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void One<V>(long i, float keep, float stepSize, float clip)
        where V : unmanaged, ISimd<V>
    {
        V gradient = V.Load(Gradients + i) * V.Broadcast(clip);
        V first = V.Load(First + i);
        first = V.Fma(gradient - first, V.Broadcast(1 - Step.Beta1), first);
        V second = V.Fma(gradient * gradient, V.Broadcast(1 - Step.Beta2), V.Load(Second + i) * V.Broadcast(Step.Beta2));
        V root = V.Fma(V.Sqrt(second), V.Broadcast(Correction.InverseRootSecond), V.Broadcast(Step.Epsilon));
        V.Store(First + i, first);
        V.Store(Second + i, second);
        V kept = V.Load(Parameters + i) * V.Broadcast(keep);
        V.Store(Parameters + i, kept - (V.Broadcast(stepSize) * (first / root)));
    }
}

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
    public (long End, bool Decays)* Ranges;
    public int RangeCount;
    public float Beta1;
    public float Beta2;
    public float Epsilon;
    public float MaxNorm;

    /// <summary>What decay leaves of a parameter: 1 − learning rate · decay.</summary>
    public float Keep;

    /// <summary>The learning rate over the first moment's bias correction.</summary>
    public float StepSize;

    /// <summary>One over the root of the second moment's bias correction.</summary>
    public float RootCorrection;

    /// <summary>Written by worker 0.</summary>
    public double Norm;

    public static int Chunks(long length) => checked((int)((length + Chunk - 1) / Chunk));

    public static void Run(nint state, Worker w)
    {
        ref var program = ref *(AdamWProgram*)state;
        var (from, to) = w.Share(Chunks(program.Length));
        for (int c = from; c < to; c++)
            program.Squares[c] = SumOfSquares(program.Gradients + ((long)c * Chunk), (int)Math.Min(Chunk, program.Length - ((long)c * Chunk)));
        w.Barrier();

        double sum = 0;
        for (int c = 0; c < Chunks(program.Length); c++)
            sum += program.Squares[c];
        double norm = Math.Sqrt(sum);
        if (w.Index == 0)
            program.Norm = norm;
        if (!float.IsFinite((float)norm))
            return;

        float clip = (float)Math.Min(1, program.MaxNorm / (norm + 1e-6));
        long begin = (long)from * Chunk;
        long end = Math.Min((long)to * Chunk, program.Length);
        for (int r = 0; r < program.RangeCount && begin < end; r++)
        {
            long stop = Math.Min(program.Ranges[r].End, end);
            if (stop <= begin)
                continue;
            float keep = program.Ranges[r].Decays ? program.Keep : 1;
            if (SimdWidth.Is512)
                program.Update<F512>(begin, stop, keep, clip);
            else if (SimdWidth.Is256)
                program.Update<F256>(begin, stop, keep, clip);
            else
                program.Update<F128>(begin, stop, keep, clip);
            begin = stop;
        }
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
    private readonly void Update<V>(long begin, long end, float keep, float clip)
        where V : unmanaged, ISimd<V>
    {
        // Copies, because a store through a pointer might change a field.
        var program = this;
        long i = begin;
        for (; i + V.Width <= end; i += V.Width)
            program.One<V>(i, keep, clip);
        for (; i < end; i++)
            program.One<F1>(i, keep, clip);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void One<V>(long i, float keep, float clip)
        where V : unmanaged, ISimd<V>
    {
        V gradient = V.Load(Gradients + i) * V.Broadcast(clip);
        V first = V.Load(First + i);
        first = V.Fma(gradient - first, V.Broadcast(1 - Beta1), first);
        V second = V.Fma(gradient * gradient, V.Broadcast(1 - Beta2), V.Load(Second + i) * V.Broadcast(Beta2));
        V root = V.Fma(V.Sqrt(second), V.Broadcast(RootCorrection), V.Broadcast(Epsilon));
        V.Store(First + i, first);
        V.Store(Second + i, second);
        V kept = V.Load(Parameters + i) * V.Broadcast(keep);
        V.Store(Parameters + i, kept - (V.Broadcast(StepSize) * (first / root)));
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>How fast the team reads memory: the sum of an array that no cache holds.</summary>
internal sealed class ReadBandwidth : IDisposable
{
    private const int Count = 64 << 20;

    private readonly Floats _values = new(Count);

    /// <summary>Reads the array once.</summary>
    /// <returns>Bytes per second.</returns>
    public unsafe double Measure(Team team)
    {
        long start = Stopwatch.GetTimestamp();
        team.Run(new Sum { Values = _values.Data });
        return (double)Count * sizeof(float) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose() => _values.Dispose();

    private unsafe struct Sum : IProgram
    {
        public float* Values;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(Worker w)
            where V : unmanaged, ISimd<V>
        {
            var (from, to) = w.Share(Count, 8 * V.Width);
            float* end = Values + to;
            V sum0 = V.Broadcast(0);
            V sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0;
            for (float* x = Values + from; x < end; x += 8 * V.Width)
            {
                sum0 += V.Load(x);
                sum1 += V.Load(x + V.Width);
                sum2 += V.Load(x + (2 * V.Width));
                sum3 += V.Load(x + (3 * V.Width));
                sum4 += V.Load(x + (4 * V.Width));
                sum5 += V.Load(x + (5 * V.Width));
                sum6 += V.Load(x + (6 * V.Width));
                sum7 += V.Load(x + (7 * V.Width));
            }

            V.Store(w.Scratch, sum0 + sum1 + sum2 + sum3 + sum4 + sum5 + sum6 + sum7);
        }
    }
}

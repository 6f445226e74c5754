using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu.Tests;

/// <summary>Products with weights of fewer bits against double precision, from what the weights were rounded to.</summary>
public abstract unsafe class WeightProductTests<V>
    where V : unmanaged, ISimd<V>
{
    protected WeightProductTests() => Spmd.Require<V>();

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 32, 2 }, { 1, 64, 65 }, { 1, 31, 7 }, { 1, 33, 300 }, { 2, 100, 3 }, { 3, 70, 41 }, { 4, 2100, 9 }, { 1, 5, 130 },
        { 5, 70, 41 }, { 6, 1, 19 }, { 13, 300, 40 }, { 40, 96, 64 }, { 5, 600, 1100 }, { 31, 40, 600 }, { 6, 33, 28672 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AgreesAndGivesTheEpilogueEachElementOnce(int m, int n, int k)
    {
        foreach (var storage in (WeightStorage[])[WeightStorage.BFloat16, WeightStorage.Int8])
        {
            Check(m, n, k, storage, isByRow: false);
            Check(m, n, k, storage, isByRow: true);
        }
    }

    [Theory]
    [InlineData(WeightStorage.BFloat16, 3)]
    [InlineData(WeightStorage.BFloat16, 9)]
    [InlineData(WeightStorage.Int8, 3)]
    [InlineData(WeightStorage.Int8, 9)]
    public void BatchAlongTwoAxes(WeightStorage storage, int m)
    {
        const int Outer = 2, Inner = 3, N = 45, K = 20;
        using var weights = new WeightArena(K, N, storage, isByRow: false);
        using var a = new Floats(Outer * m * Inner * K, 1);
        using var c = new Floats(Outer * m * Inner * N, 2);
        var (pa, pb, pc) = (new Matrix(a.Data, Inner * K, 1), weights.Matrix, (nint)c.Data);
        var outer = new BatchAxis(Outer, m * Inner * K, 0, m * Inner * N);
        var inner = new BatchAxis(Inner, K, 0, N);
        Spmd.Run(2, w => WeightProduct.MultiplyBatch<V, Plain>(w, pa, pb, (float*)pc, Inner * N, m, N, K, outer, inner, default));
        var expected = Oracle.Product(Outer * m * Inner, N, K, (i, l) => a.Span[(i * K) + l], (l, j) => weights[l, j]);
        for (int i = 0; i < c.Length; i++)
            Assert.Equal(expected[i / N, i % N], c.Span[i], 1e-5);
    }

    private static void Check(int m, int n, int k, WeightStorage storage, bool isByRow)
    {
        using var weights = new WeightArena(k, n, storage, isByRow);
        float[]? first = null;
        for (int workers = 1; workers <= 3; workers++)
        {
            using var a = new Floats(m * k, 1);
            using var c = new Floats(m * n, 3);
            using var seen = new Floats(m * n);
            seen.Span.Clear();
            var (pa, pb, pc) = (new Matrix(a.Data, k, 1), weights.Matrix, (nint)c.Data);
            var epilogue = new Counting(seen.Data, n);
            Spmd.Run(workers, w => WeightProduct.Multiply<V, Counting>(w, pa, pb, (float*)pc, n, m, n, k, epilogue));
            Assert.All(seen.ToArray(), count => Assert.Equal(1, count));
            Assert.Equal(first ??= c.ToArray(), c.ToArray());
            if (workers > 1)
                continue;
            var expected = Oracle.Product(m, n, k, (i, l) => a.Span[(i * k) + l], (l, j) => weights[l, j]);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                    Assert.Equal(expected[i, j] + j, c.Span[(i * n) + j], 1e-6 + (Math.Sqrt(k) * Math.Pow(2, -24) * (k + n)));
            }
        }
    }

    private readonly struct Counting(float* seen, int n) : IEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply<TVector>(TVector accumulated, int batch, int row, int column)
            where TVector : unmanaged, ISimd<TVector>
        {
            float* at = seen + (row * n) + column;
            TVector.Store(at, TVector.Load(at) + TVector.Broadcast(1));
            return accumulated + TVector.Iota(column);
        }

        public void Prefetch(int batch, int row, int column)
        {
        }
    }
}

public sealed class WeightProductF1Tests : WeightProductTests<F1>;

public sealed class WeightProductF128Tests : WeightProductTests<F128>;

public sealed class WeightProductF256Tests : WeightProductTests<F256>;

public sealed class WeightProductF512Tests : WeightProductTests<F512>;

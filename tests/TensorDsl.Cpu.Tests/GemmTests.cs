using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu.Tests;

/// <summary>Products of every orientation and odd sizes against double precision.</summary>
public abstract unsafe class GemmTests<V>
    where V : unmanaged, ISimd<V>
{
    protected GemmTests() => Spmd.Require<V>();

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 70, 33 }, { 37, 1, 19 }, { 5, 33, 1 }, { 12, 32, 8 }, { 13, 31, 17 }, { 26, 65, 40 },
        { 3, 7, 5 }, { 100, 96, 64 }, { 31, 40, 600 }, { 251, 37, 300 }, { 6, 530, 21 }, { 64, 65, 1024 },
        { 1024, 33, 20 }, { 20, 1024, 9 },
        { 8, 4, 0 }, { 2, 4200, 7 }, { 4, 9, 130 }, { 3, 6, 0 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void EveryOrientation(int m, int n, int k)
    {
        for (int orientation = 0; orientation < 8; orientation++)
        {
            for (int workers = 1; workers <= 3; workers++)
                Check(m, n, k, (orientation & 1) != 0, (orientation & 2) != 0, (orientation & 4) != 0, workers);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void SeveralBlocksEachWay(bool transposeA, bool transposeB) => Check(301, 270, 400, transposeA, transposeB, false, 1);

    [Fact]
    public void LongSumsInOneColumnBlock() => Check(7, 33, 9000, false, true, false, 2);

    // Rows after rows of columns whose copies do not all fit at once.
    [Fact]
    public void LongSumsInSeveralColumnBlocks() => Check(300, 64, 30000, false, true, false, 1);

    // One worker computes its own box and then the other's, from the end.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhoIsLateIsHelped(bool transposeB)
    {
        const int M = 500, N = 530, K = 40;
        using var a = new Floats(M * K, 1);
        using var b = new Floats(K * N, 2);
        using var alone = new Floats(M * N, 3);
        using var helped = new Floats(M * N, 4);
        using var free = new ManualResetEventSlim();
        float[] seen = [];
        var pa = new Matrix(a.Data, K, 1);
        var pb = transposeB ? new Matrix(b.Data, 1, K) : new Matrix(b.Data, N, 1);
        var (first, second) = ((nint)alone.Data, (nint)helped.Data);
        Spmd.Run(1, w => Gemm.Multiply<V, Plain>(w, pa, pb, (float*)first, N, M, N, K, default));
        Spmd.Run(2, w =>
        {
            if (w.Index == 1)
                free.Wait(TestContext.Current.CancellationToken);
            Gemm.Multiply<V, Plain>(w, pa, pb, (float*)second, N, M, N, K, default);
            if (w.Index == 0)
                seen = helped.ToArray();
            free.Set();
        });
        Assert.Equal(alone.ToArray(), seen);
    }

    [Fact]
    public void MorePanelsThanScratchHolds() => Check(3, 70, 40000, true, false, false, 1);

    [Theory]
    [InlineData(20, 50, 30)]
    [InlineData(13, 7, 520)]
    [InlineData(301, 270, 400)]
    [InlineData(3, 70, 520)]
    [InlineData(1, 45, 1100)]
    [InlineData(4, 530, 67)]
    [InlineData(13, 1536, 200)]
    public void EpilogueSeesEachElementOnce(int m, int n, int k)
    {
        float[]? first = null;
        for (int workers = 1; workers <= 3; workers++)
        {
            using var a = new Floats(m * k, 1);
            using var b = new Floats(k * n, 2);
            using var c = new Floats(m * n, 3);
            using var bias = new Floats(n, 4);
            using var seen = new Floats(m * n);
            seen.Span.Clear();
            var (pa, pb, pc) = (new Matrix(a.Data, k, 1), new Matrix(b.Data, n, 1), (nint)c.Data);
            var epilogue = new BiasAndCount(bias.Data, seen.Data, n);
            Spmd.Run(workers, w => Gemm.Multiply<V, BiasAndCount>(w, pa, pb, (float*)pc, n, m, n, k, epilogue));
            Assert.All(seen.ToArray(), count => Assert.Equal(1, count));
            var expected = Oracle.Product(m, n, k, (i, l) => a.Span[(i * k) + l], (l, j) => b.Span[(l * n) + j]);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                    Assert.Equal(expected[i, j] + bias.Span[j], c.Span[(i * n) + j], Tolerance(k));
            }

            Assert.Equal(first ??= c.ToArray(), c.ToArray());
        }
    }

    // What workers know of each other's sums must last until all have read it.
    [Fact]
    public void ProductsOfFewRowsFollowEachOtherWithoutABarrier()
    {
        const int N = 200, K = 1024, Products = 40;
        using var a = new Floats(K, 1);
        using var b = new Floats(K * N, 2);
        using var c = new Floats(Products * N, 3);
        var (pa, pb, pc) = (new Matrix(a.Data, K, 1), new Matrix(b.Data, N, 1), (nint)c.Data);
        Spmd.Run(3, w =>
        {
            // Every second one has other sums.
            for (int i = 0; i < Products; i++)
                Gemm.Multiply<V, Plain>(w, pa, pb, (float*)pc + (i * N), N, 1, N, i % 2 == 0 ? K : K / 2, default);
        });
        for (int i = 0; i < Products; i++)
        {
            var expected = Oracle.Product(1, N, i % 2 == 0 ? K : K / 2, (_, l) => a.Span[l], (l, j) => b.Span[(l * N) + j]);
            for (int j = 0; j < N; j++)
                Assert.Equal(expected[0, j], c.Span[(i * N) + j], Tolerance(K));
        }
    }

    [Fact]
    public void AccumulateAddsToWhatCHolds()
    {
        const int M = 14, N = 37, K = 300;
        using var a = new Floats(M * K, 1);
        using var b = new Floats(K * N, 2);
        using var c = new Floats(M * N, 3);
        float[] before = c.ToArray();
        var (pa, pb, pc) = (new Matrix(a.Data, K, 1), new Matrix(b.Data, N, 1), (nint)c.Data);
        Spmd.Run(2, w => Gemm.Multiply<V, Accumulate>(w, pa, pb, (float*)pc, N, M, N, K, new Accumulate((float*)pc, N)));
        var expected = Oracle.Product(M, N, K, (i, l) => a.Span[(i * K) + l], (l, j) => b.Span[(l * N) + j]);
        for (int i = 0; i < M * N; i++)
            Assert.Equal(expected[i / N, i % N] + before[i], c.Span[i], Tolerance(K));
    }

    [Theory]
    [InlineData(1, 17)]
    [InlineData(2, 17)]
    [InlineData(3, 17)]
    [InlineData(1, 200)]
    [InlineData(3, 200)]
    public void BatchAlongTwoAxes(int workers, int m)
    {
        // A (outer, m, inner, k) and C alike, B (inner, k, n) shared by all of the outer axis, which is copied for many rows.
        const int Outer = 2, Inner = 3, N = 21, K = 9;
        using var a = new Floats(Outer * m * Inner * K, 1);
        using var b = new Floats(Inner * K * N, 2);
        using var c = new Floats(Outer * m * Inner * N, 3);
        var (pa, pb, pc) = (new Matrix(a.Data, Inner * K, 1), new Matrix(b.Data, N, 1), (nint)c.Data);
        var outer = new BatchAxis(Outer, m * Inner * K, 0, m * Inner * N);
        var inner = new BatchAxis(Inner, K, K * N, N);
        Spmd.Run(workers, w => Gemm.MultiplyBatch<V, AddBatch>(w, pa, pb, (float*)pc, Inner * N, m, N, K, outer, inner, default));
        for (int o = 0; o < Outer; o++)
        {
            for (int h = 0; h < Inner; h++)
            {
                var expected = Oracle.Product(
                    m, N, K, (i, l) => a.Span[(((((o * m) + i) * Inner) + h) * K) + l], (l, j) => b.Span[(((h * K) + l) * N) + j]);
                for (int i = 0; i < m; i++)
                {
                    for (int j = 0; j < N; j++)
                        Assert.Equal(expected[i, j] + (10 * ((o * Inner) + h)), c.Span[(((((o * m) + i) * Inner) + h) * N) + j], 1e-5);
                }
            }
        }
    }

    private static void Check(int m, int n, int k, bool transposeA, bool transposeB, bool strided, int workers)
    {
        // A strided matrix leaves every other element out and pads its rows.
        int step = strided ? 2 : 1;
        int lda = ((transposeA ? m : k) * step) + (strided ? 3 : 0);
        int ldb = ((transposeB ? k : n) * step) + (strided ? 1 : 0);
        int ldc = n + (strided ? 5 : 0);
        using var a = new Floats((Math.Max(transposeA ? k : m, 1) * lda) + 1, 1);
        using var b = new Floats((Math.Max(transposeB ? n : k, 1) * ldb) + 1, 2);
        using var c = new Floats(m * ldc, 3);
        float[] before = c.ToArray();
        var pa = transposeA ? new Matrix(a.Data, step, lda) : new Matrix(a.Data, lda, step);
        var pb = transposeB ? new Matrix(b.Data, step, ldb) : new Matrix(b.Data, ldb, step);
        nint pc = (nint)c.Data;
        Spmd.Run(workers, w => Gemm.Multiply<V, Plain>(w, pa, pb, (float*)pc, ldc, m, n, k, default));
        var expected = Oracle.Product(
            m, n, k,
            (i, l) => pa.Data[(i * pa.RowStride) + (l * pa.ColumnStride)],
            (l, j) => pb.Data[(l * pb.RowStride) + (j * pb.ColumnStride)]);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double difference = Math.Abs(expected[i, j] - c.Span[(i * ldc) + j]);
                if (!(difference <= Tolerance(k)))
                    Assert.Fail($"({i}, {j}) of {m}×{n}×{k}: {c.Span[(i * ldc) + j]} instead of {expected[i, j]}");
            }

            for (int j = n; j < ldc; j++)
                Assert.Equal(before[(i * ldc) + j], c.Span[(i * ldc) + j]);
        }
    }

    /// <summary>
    /// The probabilistic bound of Higham and Mary (2019) for a sum of k products, √k · 2⁻²⁴ · Σ|a||b|, where |a||b| is 1/4
    /// on average. A product left out or taken twice is far beyond it.
    /// </summary>
    private static double Tolerance(int k) => 1e-6 + (Math.Sqrt(k) * Math.Pow(2, -24) * k / 4);

    private readonly struct BiasAndCount(float* bias, float* seen, int n) : IEpilogue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Apply<TVector>(TVector accumulated, int batch, int row, int column)
            where TVector : unmanaged, ISimd<TVector>
        {
            float* at = seen + (row * n) + column;
            TVector.Store(at, TVector.Load(at) + TVector.Broadcast(1));
            return accumulated + TVector.Load(bias + column);
        }

        public void Prefetch(int batch, int row, int column) => CacheLine.Prefetch(bias + column);
    }

    private readonly struct AddBatch : IEpilogue
    {
        public TVector Apply<TVector>(TVector accumulated, int batch, int row, int column)
            where TVector : unmanaged, ISimd<TVector> => accumulated + TVector.Broadcast(10 * batch);

        public void Prefetch(int batch, int row, int column)
        {
        }
    }
}

public sealed class GemmF1Tests : GemmTests<F1>;

public sealed class GemmF128Tests : GemmTests<F128>;

public sealed class GemmF256Tests : GemmTests<F256>;

public sealed class GemmF512Tests : GemmTests<F512>;

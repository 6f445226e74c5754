using System.Diagnostics.CodeAnalysis;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>How a product's operands lie in memory: N row by row, T column by column; A first.</summary>
internal enum Orientation
{
    NN,
    NT,
    TN,
}

/// <summary>A matrix product (m, k) · (k, n).</summary>
internal sealed unsafe class ProductKernel<TFinish> : Kernel
    where TFinish : unmanaged, IFinish
{
    private readonly int _m, _n, _k;
    private readonly Orientation _orientation;
    private readonly Floats _a, _b, _c, _other;

    [SetsRequiredMembers]
    public ProductKernel(string name, int count, int m, int n, int k, Orientation orientation)
    {
        (_m, _n, _k, _orientation) = (m, n, k, orientation);
        Name = name + TFinish.Suffix;
        Shape = $"{m} × {n} × {k} {orientation}";
        Count = count;
        Flops = 2.0 * m * n * k;
        Bytes = sizeof(float) * (((double)m * k) + ((double)k * n) + ((double)m * n * (1 + TFinish.Operands)));
        _a = new Floats((long)Sets * m * k);
        _b = new Floats((long)Sets * k * n);
        _c = new Floats((long)Sets * m * n);
        _other = new Floats((long)Sets * m * n * TFinish.Operands);
    }

    public override void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _c.Dispose();
        _other.Dispose();
    }

    protected override void Run(Team team) => team.Run(new Program
    {
        A = _a.Data,
        B = _b.Data,
        C = _c.Data,
        Other = _other.Data,
        M = _m,
        N = _n,
        K = _k,
        Orientation = _orientation,
    });

    private struct Program : IProgram
    {
        public float* A, B, C, Other;
        public int M, N, K;
        public Orientation Orientation;

        public readonly void Run<V>(Worker w)
            where V : unmanaged, ISimd<V>
        {
            for (nint i = 0; i < Sets; i++)
            {
                float* a = A + (i * M * K);
                float* b = B + (i * K * N);
                TFinish.Multiply<V>(
                    w, Orientation == Orientation.TN ? new Matrix(a, 1, M) : new Matrix(a, K, 1),
                    Orientation == Orientation.NT ? new Matrix(b, 1, K) : new Matrix(b, N, 1),
                    C + (i * M * N), Other + (i * M * N * TFinish.Operands), M, N, K);
                w.Barrier();
            }
        }
    }
}

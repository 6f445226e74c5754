namespace TensorDsl.Cpu.Tests;

public sealed unsafe class AllocationTests
{
    [Fact]
    public void KernelsAllocateNothing()
    {
        const int N = 40;
        using var data = new Floats(8 * N * N, 1);
        using var lse = new Floats(N, 2);
        float* p = data.Data;
        var shape = new AttentionShape(1, 1, N, N, N, N);
        int* tokens = stackalloc int[N];
        new Span<int>(tokens, N).Clear();
        nint rows = (nint)tokens;
        var allocated = new long[2];
        Spmd.Run(2, w =>
        {
            for (int round = 0; round < 2; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Gemm.Multiply<F256, Plain>(w, At(0), At(1), p + (2 * N * N), N, N, N, N, default);
                w.Barrier();
                Attention.Forward<F256, CausalMask>(w, shape, Head(0), Head(1), Head(2), Head(3), lse.Data, 1, default);
                w.Barrier();
                Attention.Backward<F256, CausalMask>(
                    w, shape, Head(0), Head(1), Head(2), Head(3), Head(4), lse.Data, Head(5), Head(6), Head(7), 1, default);
                w.Barrier();
                Rows.Gather(w, p, (int*)rows, p + (2 * N * N), N, N);
                Rows.ScatterAdd(w, p, (int*)rows, p + (3 * N * N), N, N);
                w.Barrier();
                allocated[w.Index] = GC.GetAllocatedBytesForCurrentThread() - before;
            }
        });
        Assert.Equal([0, 0], allocated);

        Matrix At(int index) => new(p + (index * N * N), N, 1);
        HeadView Head(int index) => new(p + (index * N * N), N * N, N, N);
    }
}

using ILGPU;
using ILGPU.Runtime.Cuda;
using TensorDsl.Ilgpu;

namespace TensorDsl.Benchmarks;

/// <summary>Products of fragments in TF32 on registers: eight sums that do not wait for each other.</summary>
internal readonly struct Tf32Products(ArrayView<float> results, int rounds) : IKernel
{
    /// <summary>Operations of a thread in a round: a warp's share of eight products of 16 × 8 × 8.</summary>
    public const int PerRound = 8 * 2 * 16 * 8 * 8 / 32;

    public void Run()
    {
        // 1 and −1 in turns, so that sums stay small; zeros would cost a card less power than numbers do.
        uint one = 0x3F80_0000, other = rounds < 0 ? one : Group.IdxX % 2 == 0 ? one : 0xBF80_0000;
        CudaAsm.Emit(".reg .f32 peak<32>;");
        CudaAsm.Emit("mov.f32 peak0, 0f3F800000; mov.f32 peak1, 0f3F800000; mov.f32 peak2, 0f3F800000; mov.f32 peak3, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak4, 0f3F800000; mov.f32 peak5, 0f3F800000; mov.f32 peak6, 0f3F800000; mov.f32 peak7, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak8, 0f3F800000; mov.f32 peak9, 0f3F800000; mov.f32 peak10, 0f3F800000; mov.f32 peak11, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak12, 0f3F800000; mov.f32 peak13, 0f3F800000; mov.f32 peak14, 0f3F800000; mov.f32 peak15, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak16, 0f3F800000; mov.f32 peak17, 0f3F800000; mov.f32 peak18, 0f3F800000; mov.f32 peak19, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak20, 0f3F800000; mov.f32 peak21, 0f3F800000; mov.f32 peak22, 0f3F800000; mov.f32 peak23, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak24, 0f3F800000; mov.f32 peak25, 0f3F800000; mov.f32 peak26, 0f3F800000; mov.f32 peak27, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak28, 0f3F800000; mov.f32 peak29, 0f3F800000; mov.f32 peak30, 0f3F800000; mov.f32 peak31, 0f3F800000;");
        for (int round = 0; round < rounds; round++)
        {
            CudaAsm.Emit("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {peak0, peak1, peak2, peak3}, {%0, %1, %2, %3}, {%4, %5}, {peak0, peak1, peak2, peak3};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {peak4, peak5, peak6, peak7}, {%0, %1, %2, %3}, {%4, %5}, {peak4, peak5, peak6, peak7};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {peak8, peak9, peak10, peak11}, {%0, %1, %2, %3}, {%4, %5}, {peak8, peak9, peak10, peak11};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {peak12, peak13, peak14, peak15}, {%0, %1, %2, %3}, {%4, %5}, {peak12, peak13, peak14, peak15};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {peak16, peak17, peak18, peak19}, {%0, %1, %2, %3}, {%4, %5}, {peak16, peak17, peak18, peak19};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {peak20, peak21, peak22, peak23}, {%0, %1, %2, %3}, {%4, %5}, {peak20, peak21, peak22, peak23};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {peak24, peak25, peak26, peak27}, {%0, %1, %2, %3}, {%4, %5}, {peak24, peak25, peak26, peak27};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {peak28, peak29, peak30, peak31}, {%0, %1, %2, %3}, {%4, %5}, {peak28, peak29, peak30, peak31};", one, one, one, one, other, other);
        }

        // Without a result there would be nothing to compute.
        CudaAsm.Emit("add.f32 peak0, peak0, peak4;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak8;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak12;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak16;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak20;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak24;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak28;");
        CudaAsm.Emit("mov.f32 %0, peak0;", out results[Place.InAll]);
    }
}

/// <summary>Products of fragments in bfloat16 on registers: eight sums that do not wait for each other.</summary>
internal readonly struct BFloat16Products(ArrayView<float> results, int rounds) : IKernel
{
    /// <summary>Operations of a thread in a round: a warp's share of eight products of 16 × 8 × 16.</summary>
    public const int PerRound = 8 * 2 * 16 * 8 * 16 / 32;

    public void Run()
    {
        // 1 and −1 in turns, so that sums stay small; zeros would cost a card less power than numbers do.
        uint one = 0x3F80_3F80, other = rounds < 0 ? one : Group.IdxX % 2 == 0 ? one : 0xBF80_BF80;
        CudaAsm.Emit(".reg .f32 peak<32>;");
        CudaAsm.Emit("mov.f32 peak0, 0f3F800000; mov.f32 peak1, 0f3F800000; mov.f32 peak2, 0f3F800000; mov.f32 peak3, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak4, 0f3F800000; mov.f32 peak5, 0f3F800000; mov.f32 peak6, 0f3F800000; mov.f32 peak7, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak8, 0f3F800000; mov.f32 peak9, 0f3F800000; mov.f32 peak10, 0f3F800000; mov.f32 peak11, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak12, 0f3F800000; mov.f32 peak13, 0f3F800000; mov.f32 peak14, 0f3F800000; mov.f32 peak15, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak16, 0f3F800000; mov.f32 peak17, 0f3F800000; mov.f32 peak18, 0f3F800000; mov.f32 peak19, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak20, 0f3F800000; mov.f32 peak21, 0f3F800000; mov.f32 peak22, 0f3F800000; mov.f32 peak23, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak24, 0f3F800000; mov.f32 peak25, 0f3F800000; mov.f32 peak26, 0f3F800000; mov.f32 peak27, 0f3F800000;");
        CudaAsm.Emit("mov.f32 peak28, 0f3F800000; mov.f32 peak29, 0f3F800000; mov.f32 peak30, 0f3F800000; mov.f32 peak31, 0f3F800000;");
        for (int round = 0; round < rounds; round++)
        {
            CudaAsm.Emit("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {peak0, peak1, peak2, peak3}, {%0, %1, %2, %3}, {%4, %5}, {peak0, peak1, peak2, peak3};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {peak4, peak5, peak6, peak7}, {%0, %1, %2, %3}, {%4, %5}, {peak4, peak5, peak6, peak7};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {peak8, peak9, peak10, peak11}, {%0, %1, %2, %3}, {%4, %5}, {peak8, peak9, peak10, peak11};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {peak12, peak13, peak14, peak15}, {%0, %1, %2, %3}, {%4, %5}, {peak12, peak13, peak14, peak15};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {peak16, peak17, peak18, peak19}, {%0, %1, %2, %3}, {%4, %5}, {peak16, peak17, peak18, peak19};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {peak20, peak21, peak22, peak23}, {%0, %1, %2, %3}, {%4, %5}, {peak20, peak21, peak22, peak23};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {peak24, peak25, peak26, peak27}, {%0, %1, %2, %3}, {%4, %5}, {peak24, peak25, peak26, peak27};", one, one, one, one, other, other);
            CudaAsm.Emit("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {peak28, peak29, peak30, peak31}, {%0, %1, %2, %3}, {%4, %5}, {peak28, peak29, peak30, peak31};", one, one, one, one, other, other);
        }

        // Without a result there would be nothing to compute.
        CudaAsm.Emit("add.f32 peak0, peak0, peak4;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak8;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak12;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak16;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak20;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak24;");
        CudaAsm.Emit("add.f32 peak0, peak0, peak28;");
        CudaAsm.Emit("mov.f32 %0, peak0;", out results[Place.InAll]);
    }
}

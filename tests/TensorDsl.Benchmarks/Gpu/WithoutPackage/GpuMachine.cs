using TensorDsl.Ilgpu;

namespace TensorDsl.Benchmarks;

/// <summary>What stands for a GPU where this program was built without ILGPU.</summary>
internal static class GpuMachine
{
    /// <summary>There is none in this build.</summary>
    /// <exception cref="DeviceException">Always; it says how to get one.</exception>
    public static Machine Open(int threads, Precision precision) => throw new DeviceException(
        $"This program was built without ILGPU; for {precision} products on a GPU, and not {threads} threads, build it with -p:Gpu=true.");
}

using System.Collections.Concurrent;
using ILGPU;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>
/// A stand-in for a GPU where ILGPU is not to be had: it runs the emitted kernels as the C# that they are, so that their
/// logic is executed. It says nothing about what ILGPU makes of them, nor about speed.
/// </summary>
internal sealed class StandInDevice(Precision precision = Precision.Float32)
    : GpuDevice("Stand-in for ILGPU", "It is for tests where the package is missing.", precision)
{
    private static readonly ConcurrentDictionary<Type, bool> Meets = [];

    public override int LargestGroup => 8;

    public override bool HasTensorCores => true;

    public override GpuBuffer<T> Allocate<T>(long length)
    {
        byte[] memory = StandInMemory.Allocate<T>(length);
        return new GpuBuffer<T>(new ArrayView<T>(memory, 0, memory.Length), new Nothing());
    }

    public override void Upload<T>(ReadOnlySpan<T> source, Address<T> target) => source.CopyTo(target.View.Span);

    public override void Download<T>(Address<T> source, Span<T> target) => source.View.Span[..target.Length].CopyTo(target);

    public override void Launch<TKernel>(in TKernel kernel, int groups, int size)
    {
        Assert.InRange(size, 1, 1024);
        if (Meets.TryGetValue(typeof(TKernel), out bool meets) && !meets)
            Alone(kernel, groups, size);
        else
            Meets[typeof(TKernel)] = meets | Together(kernel, groups, size);
    }

    protected override void ReleaseAccelerator()
    {
    }

    private static void Alone<TKernel>(TKernel kernel, int groups, int size)
        where TKernel : struct, IKernel
    {
        var group = new StandInGroup(size, isAlone: true);
        StandInThread[] threads = [.. Enumerable.Range(0, size).Select(thread => new StandInThread(group, thread))];
        for (int index = 0; index < groups; index++)
        {
            group.Begin(index);
            foreach (var thread in threads)
            {
                thread.Begin();
                StandInThread.Current = thread;
                kernel.Run();
            }
        }
    }

    private static bool Together<TKernel>(TKernel kernel, int groups, int size)
        where TKernel : struct, IKernel
    {
        var group = new StandInGroup(size, isAlone: false);
        StandInThreads.Run(size, thread =>
        {
            try
            {
                var current = new StandInThread(group, thread);
                StandInThread.Current = current;
                for (int index = 0; index < groups; index++)
                {
                    if (thread == 0)
                        group.Begin(index);
                    current.Begin();
                    group.Wait(false);
                    kernel.Run();
                    group.Wait(false);
                }
            }
            catch (Exception failure)
            {
                group.Fail(failure);
            }
        });
        group.ThrowIfFailed();
        return group.HasMet;
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

using System.Collections.Concurrent;
using ILGPU;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>
/// A stand-in for a GPU where ILGPU is not to be had: it runs the emitted kernels as the C# that they are, so that their
/// logic is executed, and records and replays launches. It says nothing about what ILGPU makes of them, nor about speed.
/// </summary>
internal sealed class StandInDevice(Precision precision = Precision.Float32, int largestGroup = 8)
    : GpuDevice("Stand-in for ILGPU", "It is for tests where the package is missing.", precision)
{
    private static readonly ConcurrentDictionary<Type, bool> Meets = [];

    private List<Action>? _recording;

    public override int LargestGroup => largestGroup;

    /// <summary>How often the host waited for the device.</summary>
    public int Downloads { get; private set; }

    /// <summary>Launches that were asked for one by one, and not replayed.</summary>
    public int Launches { get; private set; }

    /// <summary>The kernels that were asked for one by one, in order.</summary>
    public List<Type> Kernels { get; } = [];

    public override bool HasTensorCores => true;

    public override GpuBuffer<T> Allocate<T>(long length)
    {
        RequireNoRecording();
        var memory = StandInMemory.Allocate<T>(length);
        return new GpuBuffer<T>(memory, new Poison(memory.Cast<byte>()));
    }

    public override void Upload<T>(ReadOnlySpan<T> source, Address<T> target)
    {
        RequireNoRecording();
        source.CopyTo(target.View.Span);
    }

    public override void Download<T>(Address<T> source, Span<T> target)
    {
        RequireNoRecording();
        Downloads++;
        source.View.Span[..target.Length].CopyTo(target);
    }

    public override void Launch<TKernel>(in TKernel kernel, int groups, int size)
    {
        Assert.InRange(size, 1, 1024);
        var copy = kernel;
        if (_recording is not null)
        {
            _recording.Add(() => Start(copy, groups, size));
            return;
        }

        Launches++;
        Kernels.Add(typeof(TKernel));
        Start(copy, groups, size);
    }

    /// <summary>Asks for what is no kernel, such as a library's work.</summary>
    public void Ask(Action work)
    {
        if (_recording is null)
            DeviceSide.Run(work);
        else
            _recording.Add(() => DeviceSide.Run(work));
    }

    /// <summary>Why it records nothing, as it finds out when it first tries; null where it does.</summary>
    public string? Refusal { get; init; }

    private protected override GpuGraph RecordLaunches(Action launches)
    {
        if (Refusal is not null)
            throw new DeviceException(Refusal);
        _recording = [];
        try
        {
            launches();
            return new StandInGraph(_recording);
        }
        finally
        {
            _recording = null;
        }
    }

    protected override void ReleaseAccelerator()
    {
    }

    // Drivers refuse these while they record.
    private void RequireNoRecording() => Assert.Null(_recording);

    private static void Start<TKernel>(in TKernel kernel, int groups, int size)
        where TKernel : struct, IKernel
    {
        if (Meets.TryGetValue(typeof(TKernel), out bool meets) && !meets)
            Alone(kernel, groups, size);
        else
            Meets[typeof(TKernel)] = meets | Together(kernel, groups, size);
    }

    private static void Alone<TKernel>(TKernel kernel, int groups, int size)
        where TKernel : struct, IKernel => DeviceSide.Run(() =>
    {
        using var group = new StandInGroup(size, isAlone: true);
        StandInThread[] threads = [.. Enumerable.Range(0, size).Select(thread => new StandInThread(group, thread))];
        for (int index = 0; index < groups; index++)
        {
            group.Begin(index);
            foreach (var thread in threads)
            {
                thread.Begin();
                StandInThread.Current = thread;
                kernel.Run();
                thread.Lane.End();
            }
        }
    });

    private static bool Together<TKernel>(TKernel kernel, int groups, int size)
        where TKernel : struct, IKernel
    {
        using var group = new StandInGroup(size, isAlone: false);
        StandInThreads.Run(size, thread => DeviceSide.Run(() =>
        {
            try
            {
                var current = new StandInThread(group, thread);
                StandInThread.Current = current;
                for (int index = 0; index < groups; index++)
                {
                    current.Begin();
                    kernel.Run();
                    group.Turn();
                    current.Lane.End();
                }
            }
            catch (OperationCanceledException)
            {
                // Another thread's failure is what counts.
            }
            catch (Exception failure)
            {
                group.Fail(failure);
            }
        }));
        group.ThrowIfFailed();
        return group.HasMet;
    }

    // What reads memory after it was released gets no numbers.
    private sealed class Poison(ArrayView<byte> memory) : IDisposable
    {
        public void Dispose() => memory.Span.Fill(0xFF);
    }
}

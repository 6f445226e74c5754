using System.Runtime.InteropServices;

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>
/// Where the threads of a group wait for each other: at Linux's own barrier, for the runtime's takes several times as long to
/// wake a hundred of them; elsewhere at the runtime's.
/// </summary>
internal sealed unsafe class Rendezvous : IDisposable
{
    // A pthread_barrier_t has 32 bytes.
    private const int NativeSize = 64;

    private readonly void* _native;
    private readonly Barrier? _managed;

    public Rendezvous(int count)
    {
        if (!OperatingSystem.IsLinux())
        {
            _managed = new Barrier(count);
            return;
        }

        _native = NativeMemory.AllocZeroed(NativeSize);
        if (Initialize(_native, null, (uint)count) != 0)
            throw new InvalidOperationException($"There is no barrier for {count} threads.");
    }

    /// <summary>Waits until as many threads do as there are.</summary>
    public void Wait()
    {
        if (_managed is null)
            _ = Wait(_native);
        else
            _managed.SignalAndWait();
    }

    public void Dispose()
    {
        _managed?.Dispose();
        if (_managed is not null)
            return;
        _ = Destroy(_native);
        NativeMemory.Free(_native);
    }

    [DllImport("libc", EntryPoint = "pthread_barrier_init")]
    private static extern int Initialize(void* barrier, void* attributes, uint count);

    [DllImport("libc", EntryPoint = "pthread_barrier_wait")]
    private static extern int Wait(void* barrier);

    [DllImport("libc", EntryPoint = "pthread_barrier_destroy")]
    private static extern int Destroy(void* barrier);
}

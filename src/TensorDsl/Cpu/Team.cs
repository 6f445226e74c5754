namespace TensorDsl.Cpu;

/// <summary>
/// A fixed team of threads that run one program together (single program, multiple data): each enters once and they
/// meet at barriers. Starting a program allocates nothing. The calling thread is worker 0.
/// </summary>
public sealed unsafe class Team : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _wakes;
    private delegate*<nint, Worker, void> _program;
    private nint _state;
    private volatile bool _disposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">The number of workers, the caller's thread included.</param>
    public Team(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        Barrier = new TeamBarrier(count);
        _wakes = [.. Enumerable.Range(0, count).Select(_ => new SemaphoreSlim(0))];
        _threads = [.. Enumerable.Range(1, count - 1).Select(Start)];
    }

    /// <summary>The number of workers.</summary>
    public int Count { get; }

    internal TeamBarrier Barrier { get; }

    /// <summary>Runs <paramref name="program"/> on every worker and returns when all have finished.</summary>
    /// <param name="program">A static method; it must not throw.</param>
    /// <param name="state">Handed to every worker.</param>
    public void Run(delegate*<nint, Worker, void> program, nint state)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _program = program;
        _state = state;
        for (int i = 1; i < Count; i++)
            _wakes[i].Release();
        program(state, new Worker(this, 0));
        Barrier.Wait();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        for (int i = 1; i < Count; i++)
            _wakes[i].Release();
        foreach (var thread in _threads)
            thread.Join();
        foreach (var wake in _wakes)
            wake.Dispose();
    }

    private Thread Start(int index)
    {
        var thread = new Thread(() => Work(index)) { IsBackground = true, Name = $"TensorDsl worker {index}" };
        thread.Start();
        return thread;
    }

    private void Work(int index)
    {
        var worker = new Worker(this, index);
        while (true)
        {
            _wakes[index].Wait();
            if (_disposed)
                return;
            _program(_state, worker);
            Barrier.Wait();
        }
    }
}

using System.Runtime.ExceptionServices;

namespace TensorDsl.Cpu;

/// <summary>
/// A fixed team of threads that run one program together (single program, multiple data): each enters once and they
/// meet at barriers. Starting a program allocates nothing. The calling thread is worker 0; between two programs the
/// others spin for a moment and then park.
/// </summary>
public sealed unsafe class Team : IDisposable
{
    /// <summary>Bytes of private scratch memory that each worker gets; pages never touched cost nothing.</summary>
    public const int ScratchBytes = 8 << 20;

    /// <summary>Bytes of scratch memory for all workers together.</summary>
    internal const int SharedBytes = 512 << 10;

    /// <summary>Looks before a worker parks, some tens of microseconds.</summary>
    private const int Spins = 2000;

    /// <summary>Between two workers' flags, so that no two share a cache line.</summary>
    private const int Apart = 16;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _wakes;
    private readonly TeamBarrier _finish;
    private readonly int[] _parked;
    private delegate*<nint, Worker, void> _program;
    private nint _state;
    private byte* _scratch;
    private ExceptionDispatchInfo? _failure;
    private volatile int _generation;
    private volatile bool _disposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">The number of workers, the caller's thread included.</param>
    public Team(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        Barrier = new TeamBarrier(count);
        Queues = new PartQueues(count);
        _finish = new TeamBarrier(count);
        _scratch = (byte*)PageMemory.Allocate(((nuint)count * ScratchBytes) + SharedBytes);
        _wakes = [.. Enumerable.Range(0, count).Select(_ => new SemaphoreSlim(0))];
        _parked = new int[count * Apart];
        _threads = [.. Enumerable.Range(1, count - 1).Select(Start)];
    }

    /// <summary>The number of workers.</summary>
    public int Count { get; }

    internal TeamBarrier Barrier { get; }

    internal PartQueues Queues { get; }

    /// <summary>Runs <paramref name="program"/> on every worker and returns when all have finished.</summary>
    /// <remarks>
    /// When the program throws on one worker, the others leave it at their next barrier; the first exception is thrown
    /// here. Programs do not nest, and one team runs one program at a time.
    /// </remarks>
    /// <param name="program">A static method.</param>
    /// <param name="state">Handed to every worker.</param>
    public void Run(delegate*<nint, Worker, void> program, nint state)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _program = program;
        _state = state;
        Queues.Clear();
        Wake();
        Enter(new Worker(this, 0));
        if (_failure is { } failure)
        {
            _failure = null;
            Barrier.Mend();
            failure.Throw();
        }
    }

    /// <summary>Ends the threads and releases the scratch memory.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Wake();
        foreach (var thread in _threads)
            thread.Join();
        foreach (var wake in _wakes)
            wake.Dispose();
        PageMemory.Free(_scratch);
        _scratch = null;
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the scratch memory of a team nobody disposed.</summary>
    ~Team() => PageMemory.Free(_scratch);

    internal float* Shared => Scratch(Count);

    internal float* Scratch(int index) => (float*)(_scratch + ((nint)index * ScratchBytes));

    private Thread Start(int index)
    {
        var thread = new Thread(() => Work(index)) { IsBackground = true, Name = $"TensorDsl worker {index}" };
        thread.Start();
        return thread;
    }

    private void Work(int index)
    {
        var worker = new Worker(this, index);
        int seen = 0;
        while (true)
        {
            Await(index, seen++);
            if (_disposed)
                return;
            Enter(worker);
        }
    }

    /// <summary>Starts the next generation. Who has parked is woken; the others are still looking.</summary>
    private void Wake()
    {
        Interlocked.Increment(ref _generation);
        for (int i = 1; i < Count; i++)
        {
            if (Interlocked.Exchange(ref _parked[i * Apart], 0) == 1)
                _wakes[i].Release();
        }
    }

    private void Await(int index, int seen)
    {
        for (int i = 0; i < Spins; i++)
        {
            if (_generation != seen)
                return;
            Thread.SpinWait(1);
        }

        // Either this worker takes its flag back, or the waker has taken it and releases the semaphore.
        Interlocked.Exchange(ref _parked[index * Apart], 1);
        if (_generation == seen || Interlocked.Exchange(ref _parked[index * Apart], 0) == 0)
            _wakes[index].Wait();
    }

    private void Enter(Worker worker)
    {
        try
        {
            _program(_state, worker);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            Barrier.Break();
        }

        _finish.Wait();
    }
}

namespace TensorDsl.Cpu;

/// <summary>
/// A reusable barrier. Who waits spins for a moment, then lets others run, and then sleeps, so that more workers than
/// processors only slow each other down.
/// </summary>
internal sealed class TeamBarrier(int count)
{
    private const int Yields = 20;

    // With more workers than processors, who spins keeps the awaited one from running.
    private readonly int _spins = count > Environment.ProcessorCount ? 0 : 2000;

    private readonly object _gate = new();
    private int _arrived;
    private int _sleeping;
    private volatile int _phase;
    private volatile bool _broken;

    /// <summary>Waits for the other workers.</summary>
    /// <exception cref="OperationCanceledException">Another worker failed and will never come.</exception>
    public void Wait()
    {
        int phase = _phase;
        if (Interlocked.Increment(ref _arrived) == count)
        {
            _arrived = 0;
            Interlocked.Increment(ref _phase);
            WakeAll();
        }
        else
        {
            for (int i = 0; i < _spins && IsClosed(phase); i++)
                Thread.SpinWait(1);
            for (int i = 0; _spins > 0 && i < Yields && IsClosed(phase); i++)
                Thread.Yield();
            Sleep(phase);
        }

        if (_broken)
            throw new OperationCanceledException("Another worker of the team failed.");
    }

    /// <summary>Lets everyone who waits, or comes to wait, leave with an exception.</summary>
    public void Break()
    {
        _broken = true;
        Interlocked.MemoryBarrier();
        WakeAll();
    }

    /// <summary>Makes a broken barrier new. Nobody may be waiting.</summary>
    public void Mend()
    {
        _arrived = 0;
        _broken = false;
    }

    private bool IsClosed(int phase) => _phase == phase && !_broken;

    // Either the sleeper sees that the barrier has opened, or the opener sees the sleeper.
    private void Sleep(int phase)
    {
        if (!IsClosed(phase))
            return;
        lock (_gate)
        {
            Interlocked.Increment(ref _sleeping);
            while (IsClosed(phase))
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleeping);
        }
    }

    private void WakeAll()
    {
        if (Volatile.Read(ref _sleeping) == 0)
            return;
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}

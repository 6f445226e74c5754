namespace TensorDsl.Cpu;

/// <summary>A reusable barrier that spins for a moment and then yields the processor.</summary>
internal sealed class TeamBarrier(int count)
{
    private const int Spins = 2000;

    private int _arrived;
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
        }
        else
        {
            for (int i = 0; i < Spins && _phase == phase && !_broken; i++)
                Thread.SpinWait(1);
            while (_phase == phase && !_broken)
                Thread.Yield();
        }

        if (_broken)
            throw new OperationCanceledException("Another worker of the team failed.");
    }

    /// <summary>Lets everyone who waits, or comes to wait, leave with an exception.</summary>
    public void Break() => _broken = true;

    /// <summary>Makes a broken barrier new. Nobody may be waiting.</summary>
    public void Mend()
    {
        _arrived = 0;
        _broken = false;
    }
}

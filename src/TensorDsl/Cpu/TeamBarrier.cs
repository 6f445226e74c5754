namespace TensorDsl.Cpu;

/// <summary>A reusable barrier that spins for a moment and then yields the processor.</summary>
internal sealed class TeamBarrier(int count)
{
    private int _arrived;
    private volatile int _phase;

    public void Wait()
    {
        int phase = _phase;
        if (Interlocked.Increment(ref _arrived) == count)
        {
            _arrived = 0;
            Interlocked.Increment(ref _phase);
            return;
        }

        var spin = new SpinWait();
        while (_phase == phase)
            spin.SpinOnce(sleep1Threshold: -1);
    }
}

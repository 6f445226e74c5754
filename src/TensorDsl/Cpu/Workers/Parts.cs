namespace TensorDsl.Cpu;

/// <summary>
/// The parts of a kernel that one worker does: its own, and then what others have left. Between two barriers each part of each worker
/// is done once, by whichever.
/// </summary>
/// <param name="queues">The team's.</param>
/// <param name="worker">Who does them.</param>
/// <param name="workers">The workers of the team.</param>
/// <param name="parts">How many parts each worker has, the same number for all.</param>
/// <param name="kernel">The number of the kernel.</param>
internal struct Parts(PartQueues queues, int worker, int workers, int parts, int kernel)
{
    private int _tried;

    /// <summary>The next part, and whose it is.</summary>
    public bool Next(out int owner, out int part)
    {
        for (; _tried < workers; _tried++)
        {
            owner = (worker + _tried) % workers;
            part = _tried == 0 ? queues.Take(worker, kernel) : queues.Steal(owner, kernel, parts);
            if (part >= 0)
                return true;
        }

        owner = part = -1;
        return false;
    }
}

namespace TensorDsl.Cpu;

/// <summary>
/// Who does which part of a kernel. Every worker has a queue of parts of its own and takes them from its front; when it is empty, it
/// takes the last ones of others (Blumofe and Leiserson: Scheduling Multithreaded Computations by Work Stealing, 1999). So a worker
/// whose processor something else slows down is not waited for longer than for one part.
/// </summary>
/// <remarks>
/// A queue is one number: which kernel it is of, counted from the program's start, the first part that is left and the one after the last.
/// All workers count alike, because they run the same program.
/// </remarks>
internal sealed class PartQueues(int workers)
{
    /// <summary>The most parts of a queue.</summary>
    public const int MaxParts = ushort.MaxValue;

    // Numbers of two workers share no cache line, not even one of two that are fetched together.
    private const int Apart = 16;

    private readonly long[] _queues = new long[(workers + 1) * Apart];
    private readonly long[] _kernels = new long[(workers + 1) * Apart];

    /// <summary>Begins a program. Nobody may be running one.</summary>
    public void Clear()
    {
        Array.Clear(_queues);
        Array.Clear(_kernels);
    }

    /// <summary>Begins a worker's next kernel and returns its number.</summary>
    public int Begin(int worker, int parts)
    {
        int kernel = (int)++_kernels[Place(worker)];
        ref long queue = ref _queues[Place(worker)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, MaxParts);

        // Others may have begun this kernel for this worker, and with its parts done even the next; they may just be doing so.
        for (long seen; KernelOf(seen = Volatile.Read(ref queue)) < kernel;)
            Interlocked.CompareExchange(ref queue, Queue(kernel, 0, parts), seen);
        return kernel;
    }

    /// <summary>The first part that is left of a worker's own; −1 if there is none.</summary>
    public int Take(int worker, int kernel)
    {
        ref long queue = ref _queues[Place(worker)];
        while (true)
        {
            long seen = Volatile.Read(ref queue);
            int first = FirstOf(seen);
            if (KernelOf(seen) != kernel || first == EndOf(seen))
                return -1;
            if (Interlocked.CompareExchange(ref queue, Queue(kernel, first + 1, EndOf(seen)), seen) == seen)
                return first;
        }
    }

    /// <summary>The last part that is left of another worker's; −1 if there is none.</summary>
    public int Steal(int worker, int kernel, int parts)
    {
        ref long queue = ref _queues[Place(worker)];
        while (true)
        {
            long seen = Volatile.Read(ref queue);
            int first = FirstOf(seen);
            int end = EndOf(seen);

            // Who is still at the last part of the kernel before has not begun this one.
            bool isNext = KernelOf(seen) == kernel - 1 && first == end;
            if (isNext)
                (first, end) = (0, parts);
            if ((KernelOf(seen) != kernel && !isNext) || first == end)
                return -1;
            if (Interlocked.CompareExchange(ref queue, Queue(kernel, first, end - 1), seen) == seen)
                return end - 1;
        }
    }

    private static int Place(int worker) => (worker + 1) * Apart;

    private static long Queue(int kernel, int first, int end) => ((long)kernel << 32) | ((long)first << 16) | (uint)end;

    private static int KernelOf(long queue) => (int)(queue >> 32);

    private static int FirstOf(long queue) => (int)(queue >> 16) & MaxParts;

    private static int EndOf(long queue) => (int)queue & MaxParts;
}

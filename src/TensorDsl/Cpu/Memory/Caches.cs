namespace TensorDsl.Cpu;

/// <summary>Moves rows between activations and the caches that last from call to call.</summary>
public static unsafe class Caches
{
    /// <summary>Copies <paramref name="count"/> floats into each of <paramref name="outer"/> blocks, from <paramref name="past"/> on.</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="rows">(outer, count).</param>
    /// <param name="cache">Written: (outer, capacity).</param>
    /// <param name="outer">Blocks.</param>
    /// <param name="count">Floats that are new in a block.</param>
    /// <param name="capacity">Floats of a block.</param>
    /// <param name="past">Floats of a block that are there already.</param>
    public static void Append(Worker w, float* rows, float* cache, int outer, int count, int capacity, int past)
    {
        var (from, to) = w.Share(outer);
        for (int o = from; o < to; o++)
            new ReadOnlySpan<float>(rows + ((nint)o * count), count).CopyTo(new Span<float>(cache + ((nint)o * capacity) + past, count));
    }

    /// <summary>Lets each sequence of a batch go on from another's cache.</summary>
    /// <param name="cache">(outer, batch, inner).</param>
    /// <param name="outer">Blocks.</param>
    /// <param name="inner">Floats of one sequence in a block.</param>
    /// <param name="used">How many of them, from the first on, matter.</param>
    /// <param name="sources">For each sequence the one to go on from.</param>
    /// <param name="scratch">Room for a block.</param>
    public static void Reorder(float* cache, long outer, long inner, long used, ReadOnlySpan<int> sources, float* scratch)
    {
        long bytes = used * sizeof(float);
        for (long o = 0; o < outer; o++, cache += sources.Length * inner)
        {
            for (int i = 0; i < sources.Length; i++)
                Buffer.MemoryCopy(cache + (sources[i] * inner), scratch + (i * used), bytes, bytes);
            for (int i = 0; i < sources.Length; i++)
                Buffer.MemoryCopy(scratch + (i * used), cache + (i * inner), bytes, bytes);
        }
    }
}

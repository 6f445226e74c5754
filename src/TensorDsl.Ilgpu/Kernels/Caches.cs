using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Moves rows between activations and the caches that last from call to call.</summary>
public static class Caches
{
    /// <summary>Copies <paramref name="count"/> floats into each of <paramref name="outer"/> blocks, from <paramref name="past"/> on.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="rows">(outer, count).</param>
    /// <param name="cache">Written: (outer, capacity).</param>
    /// <param name="outer">Blocks.</param>
    /// <param name="count">Floats that are new in a block.</param>
    /// <param name="capacity">Floats of a block.</param>
    /// <param name="past">Floats of a block that are there already.</param>
    public static void Append(GpuDevice gpu, Address<float> rows, Address<float> cache, int outer, int count, int capacity, int past)
    {
        int elements = checked(outer * count);
        gpu.Each(new Append(rows, cache, count, capacity, past, elements), elements);
    }

    /// <summary>The same behind the positions that a device knows of.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="rows">(outer, count).</param>
    /// <param name="cache">Written: (outer, capacity).</param>
    /// <param name="outer">Blocks.</param>
    /// <param name="count">Floats that are new in a block.</param>
    /// <param name="capacity">Floats of a block.</param>
    /// <param name="positions">How many positions of a block are there already, see <see cref="Positions"/>.</param>
    /// <param name="inner">Floats of a position.</param>
    public static void Append(
        GpuDevice gpu, Address<float> rows, Address<float> cache, int outer, int count, int capacity, Address<int> positions, int inner)
    {
        int elements = checked(outer * count);
        gpu.Each(new AppendPositions(rows, cache, count, capacity, positions, inner, elements), elements);
    }

    /// <summary>Lets each sequence of a batch go on from another's cache.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="cache">(outer, batch, inner).</param>
    /// <param name="outer">Blocks.</param>
    /// <param name="inner">Floats of one sequence in a block.</param>
    /// <param name="used">How many of them, from the first on, matter.</param>
    /// <param name="sources">For each sequence the one to go on from.</param>
    /// <param name="batch">Sequences.</param>
    /// <param name="scratch">Room for (outer, batch, used).</param>
    public static void Reorder(
        GpuDevice gpu, Address<float> cache, int outer, int inner, int used, Address<int> sources, int batch, Address<float> scratch)
    {
        int elements = checked(outer * batch * used);
        gpu.Each(new TakeSequences(cache, scratch, sources, batch, inner, used, elements), elements);
        gpu.Each(new Append(scratch, cache, used, inner, 0, elements), elements);
    }
}

/// <summary>A thread for each new element.</summary>
public readonly struct Append(ArrayView<float> rows, ArrayView<float> cache, int count, int capacity, int past, int elements) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int e = Place.InAll;
        if (e < elements)
            cache[(e / count * capacity) + past + (e % count)] = rows[e];
    }
}

/// <summary>The same where the device's memory says what is there already.</summary>
public readonly struct AppendPositions(
    ArrayView<float> rows, ArrayView<float> cache, int count, int capacity, ArrayView<int> positions, int inner, int elements) : IKernel
{
    /// <inheritdoc/>
    public void Run() => new Append(rows, cache, count, capacity, positions[Positions.Past] * inner, elements).Run();
}

/// <summary>A thread for each element that is kept.</summary>
public readonly struct TakeSequences(
    ArrayView<float> cache, ArrayView<float> scratch, ArrayView<int> sources, int batch, int inner, int used, int elements) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int e = Place.InAll;
        if (e >= elements)
            return;
        int sequence = e / used;
        int source = (sequence / batch * batch) + sources[sequence % batch];
        scratch[e] = cache[(source * inner) + (e % used)];
    }
}

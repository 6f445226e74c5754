namespace TensorDsl.Ilgpu;

/// <summary>How attention is shared out: a group takes some neighbouring positions of one head, a thread, or a few, one of them.</summary>
public static class AttentionGroups
{
    /// <summary>The most threads of a group, and the positions of one on tensor cores.</summary>
    public const int Largest = 64;

    // Up to so many queries of a head a group for each of them has more to do than a thread for each, and so many positions leave
    // most of a group on tensor cores idle.
    private const int Few = 16;

    /// <summary>Asks for a forward pass: of few queries with the kernel for those, else with its own.</summary>
    /// <param name="device">The device.</param>
    /// <param name="attention">The attention.</param>
    /// <param name="heads">How many heads there are in all.</param>
    /// <param name="positions">How many queries each has.</param>
    /// <param name="sharers">The threads that share a query, a power of two.</param>
    public static void Forward<TAttention>(GpuDevice device, in TAttention attention, int heads, int positions, int sharers)
        where TAttention : struct, IAttention
    {
        ArgumentNullException.ThrowIfNull(device);
        if (positions <= Few)
            device.Launch(new FewQueries<TAttention>(attention), checked(heads * positions), device.GroupFor(GroupReduction.Room));
        else
            Launch(device, attention, heads, positions, sharers);
    }

    /// <summary>Asks for a forward pass: of few queries with the kernel for those, else with its own in the device's precision.</summary>
    /// <inheritdoc cref="Forward"/>
    public static void ForwardByPrecision<TAttention>(GpuDevice device, in TAttention attention, int heads, int positions, int sharers)
        where TAttention : struct, ITensorAttention
    {
        if (!OnTensorCores(device, attention, heads, positions))
            Forward(device, attention, heads, positions, sharers);
    }

    /// <summary>Asks for a kernel to be run.</summary>
    /// <param name="device">The device.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="heads">How many heads there are in all.</param>
    /// <param name="positions">How many positions each has.</param>
    /// <param name="sharers">The threads that share a position, a power of two.</param>
    public static void Launch<TKernel>(GpuDevice device, in TKernel kernel, int heads, int positions, int sharers)
        where TKernel : struct, IKernel
    {
        ArgumentNullException.ThrowIfNull(device);
        int threads = checked(positions * sharers), size = Math.Max(sharers, device.GroupFor(Math.Min(Largest, threads)));
        device.Launch(kernel, checked(heads * ((threads + size - 1) / size)), size);
    }

    /// <summary>Asks for a kernel to be run, of more than a few positions in the device's precision.</summary>
    /// <inheritdoc cref="Launch"/>
    public static void LaunchByPrecision<TKernel>(GpuDevice device, in TKernel kernel, int heads, int positions, int sharers)
        where TKernel : struct, ITensorKernel
    {
        if (!OnTensorCores(device, kernel, heads, positions))
            Launch(device, kernel, heads, positions, sharers);
    }

    private static bool OnTensorCores<TKernel>(GpuDevice device, in TKernel kernel, int heads, int positions)
        where TKernel : struct, ITensorKernel =>
        positions > Few && TensorKernels.Launch(device, kernel, checked(heads * ((positions + Largest - 1) / Largest)));
}

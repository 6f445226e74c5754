namespace TensorDsl.Ilgpu;

/// <summary>How attention is shared out: a group takes some neighbouring positions of one head, a thread one of them.</summary>
public static class AttentionGroups
{
    /// <summary>The most positions of a group.</summary>
    public const int Largest = 64;

    /// <summary>Asks for a kernel to be run.</summary>
    /// <param name="device">The device.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="heads">How many heads there are in all, times the slices of each.</param>
    /// <param name="positions">How many positions each has.</param>
    public static void Launch<TKernel>(GpuDevice device, in TKernel kernel, int heads, int positions)
        where TKernel : struct, IKernel
    {
        ArgumentNullException.ThrowIfNull(device);
        int size = device.GroupFor(Math.Min(Largest, positions));
        device.Launch(kernel, checked(heads * ((positions + size - 1) / size)), size);
    }
}

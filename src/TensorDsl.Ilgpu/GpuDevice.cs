using TensorDsl.Training;

namespace TensorDsl.Ilgpu;

/// <summary>
/// A device that runs kernels: its memory, and one stream on which copies and kernels follow each other in order. What is
/// behind it is ILGPU's affair; nothing else in a program names a driver.
/// </summary>
public abstract partial class GpuDevice : AcceleratorDevice
{
    private const int ElementGroup = 256;

    private readonly Precision _precision;
    private bool _roundsWeights;
    private readonly bool _roundsActivations = true;

    /// <summary>A device.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="reason">Why it was chosen.</param>
    /// <param name="precision">What products are to be computed in, if it has tensor cores.</param>
    protected GpuDevice(string name, string reason, Precision precision = Precision.Float32) : base(name, reason) => _precision = precision;

    /// <inheritdoc/>
    public override Precision Precision => HasTensorCores ? _precision : Precision.Float32;

    /// <summary>Whether it multiplies TF32 and bfloat16: CUDA's devices of compute capability 8.0 and later.</summary>
    public abstract bool HasTensorCores { get; }

    /// <summary>Whether it keeps a copy of parameters in bfloat16, which products read; to be set before a model is bound to it.</summary>
    internal bool RoundsWeights { get => _roundsWeights || Precision == Precision.BFloat16; set => _roundsWeights = value; }

    /// <summary>Whether it keeps activations that products read in bfloat16, as far as a program can.</summary>
    internal bool RoundsActivations { get => _roundsActivations && Precision == Precision.BFloat16; init => _roundsActivations = value; }

    /// <summary>The largest group that pays where a kernel works with any, a power of two, at most 256.</summary>
    public abstract int LargestGroup { get; }

    /// <summary>Allocates memory, whose content is not defined.</summary>
    /// <exception cref="DeviceException">There is not so much.</exception>
    public abstract GpuBuffer<T> Allocate<T>(long length)
        where T : unmanaged;

    /// <summary>
    /// Whether programs that run again with the same sizes are recorded and replayed as one, which takes the time of a single
    /// launch; and if not, why not.
    /// </summary>
    public string Recording => CannotRecord ?? $"Programs are recorded; {Recordings} are so far.";

    /// <summary>The programs that were recorded so far, again for other sizes.</summary>
    public int Recordings { get; private set; }

    /// <summary>Why nothing is recorded, in a sentence; null where programs are.</summary>
    internal string? CannotRecord { get; set; }

    /// <summary>Whether launches are being recorded, so that they do not run.</summary>
    internal bool IsRecording { get; private set; }

    /// <summary>Copies to the device, in the stream's order; the source may change at once.</summary>
    public abstract void Upload<T>(ReadOnlySpan<T> source, Address<T> target)
        where T : unmanaged;

    /// <summary>Copies from the device, after all that it was asked for, and waits for it.</summary>
    public abstract void Download<T>(Address<T> source, Span<T> target)
        where T : unmanaged;

    /// <summary>Asks for a kernel to be run on a number of groups of <paramref name="size"/> threads.</summary>
    public abstract void Launch<TKernel>(in TKernel kernel, int groups, int size)
        where TKernel : struct, IKernel;

    /// <summary>Asks for a kernel to be run with a thread for each element; the last group may have more.</summary>
    public void Each<TKernel>(in TKernel kernel, int count)
        where TKernel : struct, IKernel
    {
        int size = Math.Min(ElementGroup, LargestGroup);
        Launch(kernel, (int)(((long)count + size - 1) / size), size);
    }

    /// <summary>Asks for a kernel to be run with a group for each row.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="columns">How many elements the threads of a group share.</param>
    public void Rows<TKernel>(in TKernel kernel, int rows, int columns)
        where TKernel : struct, IKernel => Launch(kernel, rows, GroupFor(columns));

    /// <summary>Asks for a product: of few rows with the kernel for those, else with its own.</summary>
    /// <param name="product">The product.</param>
    /// <param name="groups">Groups of its own kernel.</param>
    /// <param name="size">Their threads.</param>
    public void Product<TProduct>(in TProduct product, int groups, int size)
        where TProduct : struct, IProduct
    {
        if (!SkinnyProducts.Launch(this, product))
            Launch(product, groups, size);
    }

    /// <summary>
    /// Asks for a product: with the kernel for operands in bfloat16 where both are, of few rows with the kernel for those, else with its own in
    /// the device's precision.
    /// </summary>
    /// <param name="product">The product.</param>
    /// <param name="groups">Groups of its portable kernel.</param>
    /// <param name="size">Their threads.</param>
    /// <param name="tiles">Groups of its kernels for tensor cores.</param>
    /// <param name="sizes">Its columns and terms, as far as the compiler did not know them: below 16 tensor cores would have little to do.</param>
    public void Product<TProduct>(in TProduct product, int groups, int size, int tiles, params ReadOnlySpan<int> sizes)
        where TProduct : struct, ITensorProduct
    {
        if (product.IsRounded)
        {
            Launch(new RoundedKernel<TProduct>(product), tiles, TensorKernels.Threads);
            return;
        }

        if (SkinnyProducts.Launch(this, product))
            return;
        bool isTiny = false;
        foreach (int side in sizes)
            isTiny |= side < TensorProducts.Least;
        if (isTiny || !TensorKernels.Launch(this, product, tiles))
            Launch(product, groups, size);
    }

    /// <summary>The size of a group that shares some elements: a power of two.</summary>
    public int GroupFor(int elements)
    {
        int size = 1;
        while (size < elements && size < LargestGroup)
            size *= 2;
        return size;
    }

    /// <summary>Records launches, which then have not run; null where that fails, and it is not tried again.</summary>
    internal GpuGraph? Record(Action launches)
    {
        if (CannotRecord is not null)
            return null;
        IsRecording = true;
        try
        {
            var graph = RecordLaunches(launches);
            Recordings++;
            return graph;
        }
        catch (DeviceException exception)
        {
            CannotRecord = exception.Message;
            return null;
        }
        finally
        {
            IsRecording = false;
        }
    }

    /// <summary>Records launches, which then have not run.</summary>
    /// <exception cref="DeviceException">The device cannot; the message says why.</exception>
    private protected virtual GpuGraph RecordLaunches(Action launches) => throw new DeviceException($"{Name} runs launches one by one.");

    internal override DeviceCopy NewCopy(ParameterSet set) => new GpuCopy(set, this);

    internal override IDeviceAdamW NewAdamW(AdamWArenas arenas, IReadOnlyList<AdamWRun> runs) => new GpuAdamW(this, arenas, runs);
}

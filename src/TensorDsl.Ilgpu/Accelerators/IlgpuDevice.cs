using System.Collections.Concurrent;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace TensorDsl.Ilgpu;

/// <summary>A device of ILGPU's.</summary>
public sealed class IlgpuDevice : GpuDevice
{
    // What products take on a kind of device, which all devices of it share, lest they choose differently.
    private static readonly ConcurrentDictionary<string, ConcurrentDictionary<ProductShape, ProductTimes>> Measured = [];

    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly Dictionary<Type, Delegate> _kernels = [];
    private readonly Staging _staging;

    /// <summary>Takes a context and an accelerator, which it releases.</summary>
    /// <param name="context">ILGPU's compiler.</param>
    /// <param name="accelerator">The device.</param>
    /// <param name="reason">Why it was chosen.</param>
    /// <param name="largestGroup">The largest group that pays; 0 for the largest that kernels use.</param>
    /// <param name="precision">What products are to be computed in, if the device has tensor cores.</param>
    public IlgpuDevice(Context context, Accelerator accelerator, string reason, int largestGroup = 0, Precision precision = Precision.Float32)
        : base($"{Kind(accelerator)}: {accelerator?.Name}", reason, precision)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(accelerator);
        (_context, _accelerator) = (context, accelerator);
        Stream = accelerator.CreateStream();
        _staging = new Staging(accelerator, Stream);
        CannotRecord = Capture.Obstacle(accelerator);
        LargestGroup = largestGroup > 0 ? largestGroup : GroupReduction.Room;
    }

    /// <summary>ILGPU's accelerator.</summary>
    public Accelerator Accelerator => _accelerator;

    /// <summary>The one stream of all copies and kernels; it is the device's own, because the default one cannot be captured.</summary>
    public AcceleratorStream Stream { get; }

    /// <inheritdoc/>
    public override int LargestGroup { get; }

    /// <inheritdoc/>
    public override bool HasTensorCores => HasTensorCoresFor(_accelerator.Device);

    /// <inheritdoc/>
    public override GpuBuffer<T> Allocate<T>(long length)
    {
        try
        {
            var buffer = _accelerator.Allocate1D<T>(length);
            return new GpuBuffer<T>(buffer.View, buffer);
        }
        catch (AcceleratorException exception)
        {
            throw new DeviceException(
                $"{Name} has no room for {length:N0} more numbers of its {_accelerator.MemorySize:N0} bytes; take a smaller batch.", exception);
        }
    }

    /// <inheritdoc/>
    public override void Upload<T>(ReadOnlySpan<T> source, Address<T> target)
    {
        if (source.Length == 0)
            return;
        _staging.Upload(source, target.View);
    }

    /// <inheritdoc/>
    public override void Download<T>(Address<T> source, Span<T> target)
    {
        if (target.Length == 0)
            return;
        source.View.SubView(0, target.Length).CopyToCPU(Stream, target);
        Stream.Synchronize();
    }

    /// <inheritdoc/>
    public override void Launch<TKernel>(in TKernel kernel, int groups, int size)
    {
        if (groups <= 0)
            return;
        if (!_kernels.TryGetValue(typeof(TKernel), out var loaded))
            _kernels.Add(typeof(TKernel), loaded = _accelerator.LoadKernel<TKernel>(KernelEntry.Run));
        ((Action<AcceleratorStream, KernelConfig, TKernel>)loaded)(Stream, new KernelConfig(groups, size), kernel);
    }

    private protected override LibraryProducts NewProducts()
    {
        if (Stream is not CudaStream stream)
            return base.NewProducts();
        var (library, findings) = Cublas.Open(_accelerator, stream);
        return library is null
            ? new LibraryProducts(Precision, findings)
            : new LibraryProducts(Precision, library, new CudaClock(stream), Measured.GetOrAdd($"{Name}, {Precision}, {library.Name}", _ => []));
    }

    private protected override GpuGraph RecordLaunches(Action launches) => Capture.Run((CudaStream)Stream, launches);

    /// <summary>Whether a device has tensor cores for TF32 and bfloat16.</summary>
    internal static bool HasTensorCoresFor(ILGPU.Runtime.Device device) => device is CudaDevice cuda && cuda.Architecture >= CudaArchitecture.SM_80;

    /// <inheritdoc/>
    protected override void ReleaseAccelerator()
    {
        Stream.Synchronize();
        ReleaseLibrary();
        _staging.Dispose();
        Stream.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    private static string Kind(Accelerator? accelerator) => accelerator?.AcceleratorType switch
    {
        AcceleratorType.Cuda => "CUDA",
        AcceleratorType.OpenCL => "OpenCL",
        _ => "ILGPU's simulator",
    };
}

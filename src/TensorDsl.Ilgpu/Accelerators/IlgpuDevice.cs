using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace TensorDsl.Ilgpu;

/// <summary>A device of ILGPU's.</summary>
public sealed class IlgpuDevice : GpuDevice
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly Dictionary<Type, Delegate> _kernels = [];

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
        LargestGroup = largestGroup > 0 ? largestGroup : GroupReduction.Room;
    }

    /// <summary>ILGPU's accelerator.</summary>
    public Accelerator Accelerator => _accelerator;

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
        target.View.SubView(0, source.Length).CopyFromCPU(_accelerator.DefaultStream, source);
        _accelerator.DefaultStream.Synchronize();
    }

    /// <inheritdoc/>
    public override void Download<T>(Address<T> source, Span<T> target)
    {
        if (target.Length == 0)
            return;
        source.View.SubView(0, target.Length).CopyToCPU(_accelerator.DefaultStream, target);
        _accelerator.DefaultStream.Synchronize();
    }

    /// <inheritdoc/>
    public override void Launch<TKernel>(in TKernel kernel, int groups, int size)
    {
        if (groups <= 0)
            return;
        if (!_kernels.TryGetValue(typeof(TKernel), out var loaded))
            _kernels.Add(typeof(TKernel), loaded = _accelerator.LoadKernel<TKernel>(KernelEntry.Run));
        ((Action<AcceleratorStream, KernelConfig, TKernel>)loaded)(_accelerator.DefaultStream, new KernelConfig(groups, size), kernel);
    }

    /// <summary>Whether a device has tensor cores for TF32 and bfloat16.</summary>
    internal static bool HasTensorCoresFor(ILGPU.Runtime.Device device) => device is CudaDevice cuda && cuda.Architecture >= CudaArchitecture.SM_80;

    /// <inheritdoc/>
    protected override void ReleaseAccelerator()
    {
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

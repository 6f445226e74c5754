using ILGPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace TensorDsl.Ilgpu;

/// <summary>Looks for a device: CUDA first, then OpenCL; and remembers why something was not taken.</summary>
internal static class DeviceSearch
{
    private const string Cuda = "CUDA";
    private const string OpenCL = "OpenCL";

    /// <summary>The best GPU, or null, and what was found out on the way.</summary>
    /// <param name="only">The one kind to look for; null for all.</param>
    /// <param name="precision">What products are to be computed in, if the device has tensor cores.</param>
    /// <param name="processors">Whether a processor with OpenCL will do, which is slower than the CPU back end.</param>
    public static (GpuDevice? Device, string Findings) Run(string? only = null, Precision precision = Precision.Float32, bool processors = false)
    {
        Drivers.Resolve();
        var findings = new List<string>();
        var device = only is null or Cuda
            ? Try(Cuda, Drivers.HasCuda, context => context.Cuda(), found => found is CudaDevice, precision, findings)
            : null;
        if (device is null && only is null or OpenCL)
        {
            device = Try(
                OpenCL, Drivers.HasOpenCL, context => context.OpenCL(),
                found => found is CLDevice one && (processors || one.DeviceType != CLDeviceType.CL_DEVICE_TYPE_CPU), precision, findings);
        }

        return (device, string.Join(" ", findings));
    }

    private static IlgpuDevice? Try(
        string kind, bool hasDriver, Action<Context.Builder> enable, Func<ILGPU.Runtime.Device, bool> takes, Precision precision, List<string> findings)
    {
        if (!hasDriver)
        {
            findings.Add($"{kind}: no driver is installed.");
            return null;
        }

        Context? context = null;
        try
        {
            context = Context.Create(builder => enable(Configured(builder)));
            var devices = context.Devices.Where(takes).OrderByDescending(device => device.MemorySize).ToList();
            if (devices.Count == 0)
            {
                findings.Add($"{kind}: a driver is installed, but it has no GPU that ILGPU can use.");
                context.Dispose();
                return null;
            }

            if (devices[0].MaxNumThreadsPerGroup < GroupReduction.Room)
                throw new DeviceException($"{devices[0].Name} runs {devices[0].MaxNumThreadsPerGroup} threads in a group; {GroupReduction.Room} are needed.");
            findings.Add($"{kind}: {devices[0].Name} with {devices[0].MemorySize >> 20:N0} MiB{(devices.Count > 1 ? $", the largest of {devices.Count}" : "")}.");
            if (precision != Precision.Float32 && !IlgpuDevice.HasTensorCoresFor(devices[0]))
                findings.Add($"It has no tensor cores for {precision}, so products are computed in Float32.");
            return new IlgpuDevice(context, devices[0].CreateAccelerator(context), string.Join(" ", findings), precision: precision);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Drivers fail in many ways; each is a reason not to take the device.
            findings.Add($"{kind}: {exception.GetBaseException().Message.TrimEnd('.')}.");
            context?.Dispose();
            return null;
        }
    }

    /// <summary>A context for kernels as they are emitted: all calls inlined, and no checks.</summary>
    public static Context.Builder Configured(Context.Builder builder) => builder.Optimize(OptimizationLevel.O2).Inlining(InliningMode.Aggressive);
}

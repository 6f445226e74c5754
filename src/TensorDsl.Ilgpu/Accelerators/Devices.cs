using TensorDsl.Ilgpu;

namespace TensorDsl;

/// <summary>The devices that this package adds.</summary>
public static class GpuDevices
{
    extension(Device)
    {
        /// <summary>The best GPU: with CUDA if there is one, else with OpenCL.</summary>
        /// <param name="precision">What products are computed in, where the device has tensor cores; see <see cref="Device.Precision"/>.</param>
        /// <exception cref="DeviceException">There is none; the message says what was looked for and what was found.</exception>
        public static Device Gpu(Precision precision = Precision.Float32) =>
            DeviceSearch.Run(precision: precision) is var (device, findings) && device is not null
                ? device
                : throw new DeviceException($"There is no GPU to run on. {findings}");

        /// <summary>The best device that there is: a GPU, or else the CPU; <see cref="Device.Reason"/> says which and why.</summary>
        /// <param name="precision">What products are computed in, where the device has tensor cores; see <see cref="Device.Precision"/>.</param>
        public static Device Best(Precision precision = Precision.Float32) =>
            DeviceSearch.Run(precision: precision) is var (device, findings) && device is not null
                ? device
                : Device.CpuBecause($"There is no GPU to run on. {findings}");
    }
}

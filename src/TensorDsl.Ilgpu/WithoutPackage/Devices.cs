using TensorDsl.Ilgpu;

namespace TensorDsl;

/// <summary>What stands for the GPUs where the project was built without the package ILGPU.</summary>
public static class GpuDevices
{
    private const string Reason = "This program was built without ILGPU (the build property Gpu was not true).";

    extension(Device)
    {
        /// <summary>The best GPU, of which there is none in this build.</summary>
        /// <exception cref="DeviceException">Always.</exception>
        public static Device Gpu() => throw new DeviceException(Reason);

        /// <summary>The CPU, and why.</summary>
        public static Device Best() => Device.CpuBecause(Reason);
    }
}

using TensorDsl.Ilgpu;

namespace TensorDsl;

/// <summary>What stands for the GPUs where the project was built without the package ILGPU.</summary>
public static class GpuDevices
{
    private const string Reason = "This program was built without ILGPU; for GPUs build it with -p:Gpu=true.";

    extension(Device)
    {
        /// <summary>The best GPU, of which there is none in this build.</summary>
        /// <param name="precision">What products would be computed in.</param>
        /// <exception cref="DeviceException">Always.</exception>
        public static Device Gpu(Precision precision = Precision.Float32) => throw new DeviceException(Reason);

        /// <summary>The CPU, and why.</summary>
        /// <param name="precision">What a GPU's products would be computed in; the CPU's are in float32.</param>
        public static Device Best(Precision precision = Precision.Float32) => Device.CpuBecause(Reason);
    }
}

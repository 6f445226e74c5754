namespace TensorDsl.Ilgpu;

/// <summary>Measures what a device does.</summary>
internal interface IDeviceClock
{
    /// <summary>What it takes the device to run some launches, which are asked for once, in milliseconds; NaN where it cannot be told.</summary>
    double Time(Action launches);
}

using TensorDsl.Training;

namespace TensorDsl;

/// <summary>A device with memory of its own.</summary>
public abstract class AcceleratorDevice : Device
{
    /// <summary>A device of this name.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="reason">Why it was chosen.</param>
    protected AcceleratorDevice(string name, string reason) : base(name, reason)
    {
    }

    /// <summary>Memory for a copy of a parameter set.</summary>
    internal abstract DeviceCopy NewCopy(ParameterSet set);

    /// <summary>An optimiser whose parameters, gradients and moments have copies on the device.</summary>
    internal abstract IDeviceAdamW NewAdamW(AdamWArenas arenas, IReadOnlyList<AdamWRun> runs);

    /// <summary>Releases the device's memory and stream.</summary>
    protected abstract void ReleaseAccelerator();

    private protected sealed override void Release() => ReleaseAccelerator();
}

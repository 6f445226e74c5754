namespace TensorDsl;

/// <summary>
/// What a model's programs run on: <see cref="Cpu"/>, or with the package TensorDsl.Ilgpu a GPU, which <c>Device.Gpu()</c>
/// and <c>Device.Best()</c> find. A model is bound to its device when it is made; dispose the device after its models.
/// </summary>
public abstract class Device : IDisposable
{
    private protected Device(string name, string reason) => (Name, Reason) = (name, reason);

    /// <summary>The CPU, on a team of threads for each model.</summary>
    public static Device Cpu { get; } = new CpuDevice("It was asked for.");

    /// <summary>What it is called, such as <c>CUDA: NVIDIA H200</c>.</summary>
    public string Name { get; }

    /// <summary>Why it and no other was chosen, in sentences.</summary>
    public string Reason { get; }

    /// <summary>Whether programs run on the CPU's own threads.</summary>
    public bool IsCpu => this is CpuDevice;

    /// <summary>What its products multiply in: what it was asked for if it can do that, else <see cref="Precision.Float32"/>.</summary>
    public virtual Precision Precision => Precision.Float32;

    /// <summary>The CPU, taken because there is nothing better.</summary>
    /// <param name="reason">What is missing.</param>
    public static Device CpuBecause(string reason) => new CpuDevice(reason);

    /// <summary>Releases the device.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}. {Reason}";

    private protected virtual void Release()
    {
    }

    private sealed class CpuDevice(string reason) : Device($"CPU, {Environment.ProcessorCount} threads", reason);
}

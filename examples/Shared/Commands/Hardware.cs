using System.CommandLine;
using TensorDsl.Ilgpu;

namespace TensorDsl.Examples.Commands;

/// <summary>What a model runs on.</summary>
/// <param name="Device">The device; it is disposed after the model.</param>
/// <param name="Threads">Threads of the CPU; 0 for all processors.</param>
internal sealed record Hardware(Device Device, int Threads) : IDisposable
{
    public void Dispose() => Device.Dispose();
}

/// <summary>The options that say what a model runs on.</summary>
internal sealed class HardwareOptions
{
    private readonly Option<long> _threads = Options.Whole("--threads", "Threads to run on; 0 for all processors.", 0, 0, max: 1024);

    private readonly Option<string> _device = Options.OneOf(
        "--device", "cpu; gpu, with CUDA or else OpenCL; or best, the CPU where there is no GPU.", "cpu", "gpu", "best");

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_threads, _device];

    /// <summary>Takes the device, and says on standard error which and why unless it is simply the CPU.</summary>
    /// <exception cref="UsageException">There is no GPU where one was asked for.</exception>
    public Hardware Choose(ParseResult line)
    {
        try
        {
            var device = line.GetValue(_device) switch
            {
                "gpu" => Device.Gpu(),
                "best" => Device.Best(),
                _ => Device.Cpu,
            };
            if (line.GetValue(_device) != "cpu")
                Console.Error.WriteLine(device);
            return new Hardware(device, (int)line.GetValue(_threads));
        }
        catch (DeviceException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}

using System.Globalization;
using TensorDsl.Ilgpu;

namespace TensorDsl.Benchmarks;

/// <summary>A GPU. Its peak is that of the precision that the device was asked for.</summary>
internal sealed class GpuMachine : Machine
{
    private readonly IlgpuDevice _gpu;
    private readonly MatrixPeak _peak;
    private readonly GpuReadBandwidth _bandwidth;

    private GpuMachine(IlgpuDevice gpu, int threads) : base(gpu, threads) =>
        (_gpu, _peak, _bandwidth) = (gpu, MatrixPeak.Of(gpu), new GpuReadBandwidth(gpu));

    public override string Description => string.Create(CultureInfo.InvariantCulture,
        $"{Device.Name}, {_peak.Precision}: peak {PeakFlops / 1e12:F1} TFLOP/s, read {ReadBytes / 1e9:F0} GB/s");

    public override string Precision => _peak.Precision;

    public override string? MatrixLibrary => _gpu.MatrixLibrary;

    public override IReadOnlyList<ProductUse> Products =>
    [
        .. _gpu.ProductChoices.Select(choice => new ProductUse(
            choice.Kernel, choice.M, choice.N, choice.K, choice.Batch, choice.On, choice.KernelMilliseconds, choice.LibraryMilliseconds)),
    ];

    /// <summary>The best GPU, in a precision.</summary>
    /// <exception cref="DeviceException">There is none; the message says what was looked for.</exception>
    public static Machine Open(int threads, Precision precision) => new GpuMachine((IlgpuDevice)Device.Gpu(precision), threads);

    public override double Sample()
    {
        double peak = _peak.Measure();
        PeakFlops = Math.Max(PeakFlops, peak);
        ReadBytes = Math.Max(ReadBytes, _bandwidth.Measure());
        return peak;
    }

    public override Contestant Open(Workload workload) => new OnGpu(_gpu, () => workload.Open(this));

    public override void Dispose()
    {
        _bandwidth.Dispose();
        _peak.Dispose();
        _gpu.Dispose();
    }
}

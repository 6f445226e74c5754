using TensorDsl.Ilgpu;

namespace TensorDsl.Benchmarks;

/// <summary>The best that a GPU does at products of one precision: what its arithmetic units reach without memory.</summary>
internal abstract class MatrixPeak : IDisposable
{
    /// <summary>What results call the precision.</summary>
    public abstract string Precision { get; }

    /// <summary>
    /// The peak of a device's precision. All devices compute in float32 so far; a precision of tensor cores joins here, with a
    /// class whose kernel issues their instructions on registers.
    /// </summary>
    public static MatrixPeak Of(IlgpuDevice gpu) => new MultiplyAddPeak(gpu);

    /// <summary>Measures for some ten milliseconds.</summary>
    /// <returns>Floating-point operations per second.</returns>
    public abstract double Measure();

    public abstract void Dispose();
}

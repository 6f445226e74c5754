namespace TensorDsl.Ilgpu;

/// <summary>A vendor's library of matrix products, on a device's stream.</summary>
internal interface IMatrixLibrary : IDisposable
{
    /// <summary>What it is called, with its version.</summary>
    string Name { get; }

    /// <summary>Asks for a product in the stream's order; it may be recorded.</summary>
    /// <returns>Null, or in a sentence why it refuses; it is then not asked again.</returns>
    string? Multiply(in Gemm gemm, Precision precision);
}

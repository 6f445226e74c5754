namespace TensorDsl;

/// <summary>
/// What the products of a running program are computed in. It belongs to the device, not to the model: the same class runs in
/// any of them, and parameters, activations, gradients and the optimiser are float32 in memory whichever is chosen. Less than
/// float32 concerns contractions of more than 32 rows, and at least 16 columns and terms, on devices with tensor cores, and in
/// <see cref="BFloat16"/> also weights, as the second operand of contractions of fewer rows; everything else, and attention's own products, is computed in float32.
/// </summary>
/// <remarks>The errors are of a product against double precision, as ‖error‖ / ‖result‖.</remarks>
public enum Precision
{
    /// <summary>Nothing is rounded but sums and results: 24 bits, an error of about 1e-7. The only one of the CPU.</summary>
    Float32,

    /// <summary>Both operands are rounded to 11 bits, half away from zero, with the range of float32; sums are float32. An error of about 3e-4.</summary>
    Tf32,

    /// <summary>
    /// Both operands are rounded to 8 bits, half to even, with the range of float32; sums are float32. An error of about 2e-3. Weights
    /// have a copy in these 16 bits on the device, of which up to 32 rows are multiplied in float32 with weights alone rounded: an error of about 1e-3.
    /// </summary>
    BFloat16,
}

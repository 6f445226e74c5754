namespace TensorDsl;

/// <summary>
/// How the weights of matrix products and tables are stored. The error of a stored weight is that of rounding to nearest,
/// ties to even.
/// </summary>
public enum WeightStorage
{
    /// <summary>Single precision, as they are trained.</summary>
    Float32,

    /// <summary>The upper half of single precision: a normal number is off by at most its 2⁻⁸-th part.</summary>
    BFloat16,

    /// <summary>
    /// A whole number of −127 … 127 times a scale of the weight's channel, an output of the product or a row of the table.
    /// The scale is max|w| / 127 over the channel, and a weight is off by at most half of it, max|w| / 254.
    /// </summary>
    Int8,
}

namespace TensorDsl.Cpu;

/// <summary>One axis along which a product is repeated. A stride of 0 uses the same matrix each time (not for C).</summary>
/// <param name="Count">How many times.</param>
/// <param name="A">From one A to the next, in floats.</param>
/// <param name="B">From one B to the next.</param>
/// <param name="C">From one C to the next.</param>
public readonly record struct BatchAxis(int Count, nint A, nint B, nint C)
{
    /// <summary>No repetition.</summary>
    public static BatchAxis None => new(1, 0, 0, 0);
}

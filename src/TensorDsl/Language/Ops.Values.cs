namespace TensorDsl;

public static partial class Ops
{
    /// <summary>Tokens as numbers, for arithmetic with lengths and positions: the same axes.</summary>
    /// <param name="tokens">Tokens of any shape; below 2²⁴, so that a float holds each exactly.</param>
    public static Tensor Values(Tokens tokens)
    {
        if (tokens is null)
            throw new ArgumentNullException(nameof(tokens));
        return Primitives.Values(tokens);
    }
}

namespace TensorDsl;

/// <summary>Whole numbers from 0 below a vocabulary's size, such as text as a model reads it.</summary>
public sealed partial class Tokens
{
    /// <summary>The axes, outermost first, such as (B, T).</summary>
    public Shape Shape { get; }
}

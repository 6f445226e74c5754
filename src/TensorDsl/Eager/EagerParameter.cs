namespace TensorDsl;

/// <summary>A parameter of an eagerly run model.</summary>
/// <param name="Name">Its full name, for example <c>layers.0.selfAttention.query</c>.</param>
/// <param name="Shape">Its axes.</param>
/// <param name="Initializer">How it starts.</param>
/// <param name="Values">Its values, row-major; they may be changed between runs.</param>
public sealed record EagerParameter(string Name, Shape Shape, Initializer Initializer, double[] Values)
{
    /// <summary>Whether weight decay applies: to matrices and larger, not to gains and biases.</summary>
    public bool Decays => Shape.Rank >= 2;
}

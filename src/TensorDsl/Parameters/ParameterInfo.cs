namespace TensorDsl;

/// <summary>One parameter's place in the flat arena.</summary>
/// <param name="Name">Stable dotted name, for example <c>layers.0.selfAttention.query</c>.</param>
/// <param name="Shape">Sizes by axis, outermost first; the values lie row-major.</param>
/// <param name="Offset">Position of the first value in the arena, in floats.</param>
/// <param name="Initializer">Where the initial values come from.</param>
public sealed record ParameterInfo(string Name, IReadOnlyList<int> Shape, long Offset, Initializer Initializer)
{
    /// <summary>The number of values.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether weight decay applies: to matrices and larger, not to gains and biases.</summary>
    public bool Decays => Shape.Count >= 2;
}

namespace TensorDsl;

/// <summary>One parameter's place in <see cref="CompactWeights"/>.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Offset">Where it begins, in floats.</param>
/// <param name="Channels">How many channels it has; 0 where it stays in single precision.</param>
/// <param name="IsByRow">Whether a channel's values are adjacent, one channel after the other; else those of all channels alternate.</param>
public readonly record struct WeightPlace(string Name, long Offset, int Channels, bool IsByRow);

namespace TensorDsl.Generator.Scheduling;

/// <summary>A parameter as a matrix whose channels, outputs of a product or rows of a table, have each a scale of their own.</summary>
/// <param name="Count">The number of channels.</param>
/// <param name="Length">Weights of a channel.</param>
/// <param name="IsByRow">Whether a channel's weights are adjacent; else those of all channels alternate.</param>
internal sealed record Channels(long Count, long Length, bool IsByRow);

namespace TensorDsl;

/// <summary>
/// Names the axes of a definition's input, outermost first: <c>[Axes("B", "T")] Tokens tokens</c>. Their sizes are
/// bound when the model runs.
/// </summary>
/// <param name="names">One name per axis, each once.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AxesAttribute(params string[] names) : Attribute
{
    /// <summary>The names, outermost first.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}

namespace TensorDsl;

/// <summary>
/// Names the axes of a definition's input, outermost first: <c>[Axes("B", "T")] Tokens tokens</c>. Their sizes are
/// bound when the model runs, except those of constants: <c>[Axes("B", "T", "Width", "F = 16")] Tensor x</c>, where the
/// class has a constant <c>Width</c>. <c>[Axes("N", "N'")]</c> has two axes of one size. A single number has none: <c>[Axes] Tensor temperature</c>.
/// </summary>
/// <param name="names">
/// One name per axis, each once; with a constant size after <c>=</c>, a number or a constant of the class, where the
/// name is not itself that of such a constant.
/// </param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AxesAttribute(params string[] names) : Attribute
{
    /// <summary>The names, outermost first.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}

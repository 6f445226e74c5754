namespace TensorDsl;

/// <summary>
/// Marks a partial class that defines a model: a static method in the language says what it computes, and the compiler
/// adds its parameters, forward and backward code.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ModelAttribute : Attribute
{
    /// <summary>
    /// The bytes that training may take; 0 for any number. More is the error TDSL040. Counted are parameters, gradients,
    /// AdamW's two moments and the activations of <c>Backward</c>, at the sizes of <see cref="TrainingSizes"/>.
    /// </summary>
    public long MaxTrainingBytes { get; set; }

    /// <summary>
    /// The sizes that <see cref="MaxTrainingBytes"/> is for, such as <c>"B = 12, T = 64"</c>. A size that is left out is 1
    /// for the first axis of the first input, the batch, and as large as it may be for all others.
    /// </summary>
    public string? TrainingSizes { get; set; }

    /// <summary>
    /// Says that the model is to be run a few positions at a time. A causal definition always can be, and gets
    /// <c>NewGeneration</c>; with this, one that cannot gets warning TDSL060 on the expression that prevents it.
    /// </summary>
    public bool Incremental { get; set; }
}

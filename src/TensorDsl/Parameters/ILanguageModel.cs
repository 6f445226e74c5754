namespace TensorDsl;

/// <summary>
/// What a generated model over token sequences offers to trainers, samplers and checkpoints.
/// All token spans are row-major (B, T); a token is in 0 … <see cref="Vocabulary"/> − 1.
/// </summary>
public interface ILanguageModel : IModel
{
    /// <summary>The number of distinct tokens.</summary>
    int Vocabulary { get; }

    /// <summary>The longest sequence, T at most.</summary>
    int Context { get; }

    /// <summary>Writes the logits (B, T, Vocabulary) of <paramref name="tokens"/> (B, T).</summary>
    /// <exception cref="ArgumentException">A span's length or a token is out of range.</exception>
    void Logits(ReadOnlySpan<int> tokens, int b, int t, Span<float> logits);

    /// <summary>The mean cross-entropy, in nats per token; parameters and gradients are left alone.</summary>
    /// <exception cref="ArgumentException">A span's length or a token is out of range.</exception>
    float Loss(ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int t);

    /// <summary>The same loss; <see cref="IModel.Gradients"/> then holds its gradient.</summary>
    /// <exception cref="ArgumentException">A span's length or a token is out of range.</exception>
    float Backward(ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int t);

    /// <summary>
    /// The gradient of that loss alone. A model that is bound to a device is asked for it and not waited for, so a step that is
    /// not reported on costs the host no wait.
    /// </summary>
    /// <exception cref="ArgumentException">A span's length or a token is out of range.</exception>
    void Differentiate(ReadOnlySpan<int> tokens, ReadOnlySpan<int> targets, int b, int t) => Backward(tokens, targets, b, t);
}

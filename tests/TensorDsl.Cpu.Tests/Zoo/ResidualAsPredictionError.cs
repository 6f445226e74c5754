using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// Each position keeps what the mean of those before does not predict, X_i ← X_i − mean(X_j, j &lt; i), as in predictive coding:
/// Rao and Ballard, Predictive Coding in the Visual Cortex, 1999.
/// </summary>
[Model]
internal sealed partial class ResidualAsPredictionError
{
    private const int Vocab = 13, Layers = 3, DModel = 11, DFf = 17;

    private static Tensor Logits([Axes("B", "T")] Tokens tokens) => Logits(tokens, x => x);

    internal static Tensor Logits(Tokens tokens, Func<Tensor, Tensor> norm)
    {
        var x = Embedding(tokens, Vocab, DModel);
        x = Repeat(Layers, x, h =>
        {
            var prediction = (CumulativeSum(h, "T") - h) / Maximum(Index(h, "T"), 1);
            h -= prediction;
            return h + FeedForward(norm(h), DFf, Gelu);
        });
        return Linear(norm(x), Vocab);
    }
}

/// <summary>The same with RMSNorm before each layer.</summary>
[Model]
internal sealed partial class NormalisedPredictionError
{
    private static Tensor Logits([Axes("B", "T")] Tokens tokens) => ResidualAsPredictionError.Logits(tokens, x => RmsNorm(x));
}

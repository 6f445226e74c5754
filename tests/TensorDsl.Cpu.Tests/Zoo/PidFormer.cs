using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// PIDformer: Nguyen, Uribe, Nguyen and Baraniuk, PIDformer: Transformer Meets Control Theory, 2024. What a layer reads is steered
/// back to the first layer's values, by how far its own are from them, the sum of that over the layers, and its change.
/// </summary>
[Model]
internal sealed partial class PidFormer
{
    private const int Vocab = 13, Context = 8, Layers = 3, Heads = 2, DModel = 11, DK = 5, DV = 4, DFf = 17;
    private const double Proportional = 0.8, Integral = 0.5, Derivative = 0.05;

    private static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        Tensor reference = 0, sum = 0, before = 0;
        for (int layer = 0; layer < Layers; layer++)
        {
            var n = LayerNorm(x);
            Tensor Project(string name, int width) => SplitAxis(Linear(n, Heads * width, name: name), -1, Heads, width);
            var (q, k, v) = (Project("query", DK), Project("key", DK), Project("value", DV));
            if (layer == 0)
                reference = v;
            var error = reference - v;
            sum += error;
            var u = Attention(q, k, v, Mask.Causal) + (Proportional * error) + (Integral * sum) + (Derivative * (error - before));
            before = error;
            x += Linear(MergeAxes(u, -2), DModel, name: "output");
            x += FeedForward(LayerNorm(x), DFf, Gelu);
        }

        return Linear(LayerNorm(x), Vocab);
    }
}

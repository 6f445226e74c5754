using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// Convolutions along time in residual blocks, each position seeing those before it only
/// (Bai, Kolter, Koltun: An Empirical Evaluation of Generic Convolutional and Recurrent Networks for Sequence Modeling, 2018).
/// </summary>
[Model]
internal sealed partial class TemporalConvolutions
{
    private const int Vocab = 13, Layers = 2, Size = 3, Channels = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, Channels, Normal(1));
        x = Repeat(Layers, x, h => Relu(h + Convolve(Convolve(h))));
        return Linear(x, Vocab, name: "head");
    }

    private static Tensor Convolve(Tensor x) => Block("convolution", () =>
        Dropout(Relu(CausalConvolution(x, Parameter("weight", Normal(0.2), Size, Channels, Channels)) + Parameter("bias", Zeros, Channels)), 0.2));
}

using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

// Every block and mask, in models whose sizes fit no vector.

/// <summary>Llama's parts: root-mean-square norms, grouped queries, gated feed-forward, no biases.</summary>
[Model]
internal sealed partial class Grouped
{
    private const int Vocab = 11, Heads = 6, KeyHeads = 2, DModel = 10, DK = 3, DV = 5, DFf = 7;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + SinusoidalPositions(tokens, DModel);
        x = Repeat(2, x, h =>
        {
            h += SelfAttention(RmsNorm(h), Heads, DK, DV, Mask.Causal, bias: false, keyHeads: KeyHeads);
            h += SelfAttention(RmsNorm(h), Heads, DK, DV, Mask.Causal, bias: false, name: "single", keyHeads: 1);
            return h + SwiGlu(RmsNorm(h), DFf);
        });
        return Linear(GeGlu(x, DFf, bias: true), Vocab);
    }
}

/// <summary>Masks of padding, windows and rules, each by itself and together; positions that do not count in the loss.</summary>
[Model]
internal sealed partial class Masked
{
    private const int Vocab = 9, Heads = 2, DModel = 8, DK = 3, DV = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens lengths)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + SinusoidalPositions(tokens, DModel);
        x += SelfAttention(x, Heads, DK, DV, Mask.Lengths(lengths));
        x += SelfAttention(x, Heads, DK, DV, Mask.Causal & Mask.Window(3) & Mask.Lengths(lengths));
        x += SelfAttention(x, Heads, DK, DV, Mask.Window(2) | Mask.Where((query, key) => Equal(key, 0)));
        return Linear(x + SelfAttention(x, Heads, DK, DV, !Mask.Causal), Vocab);
    }

    internal static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens targets) =>
        CrossEntropy(Logits(tokens, lengths), targets, 0.1, ignore: 0) + (1e-2 * L1Penalty(Logits(tokens, lengths)));
}

/// <summary>Scores by distance, of every kind, shared by the layers and in each of them.</summary>
[Model]
internal sealed partial class Distances
{
    private const int Vocab = 9, Heads = 3, DModel = 8, DK = 3, DV = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7));
        var shared = RelativeBias(x, x, Heads, 8, 6, init: Normal(1));
        x = Repeat(2, x, h =>
        {
            h += SelfAttention(h, Heads, DK, DV, Mask.Causal, relative: Alibi(h, Heads));
            h += SelfAttention(h, Heads, DK, DV, Mask.None, relative: shared);
            h += SelfAttention(h, Heads, DK, DV, Mask.None, relative: RelativeBias(h, h, Heads, 4, 6, bidirectional: false, Normal(1)));
            return LayerNorm(h + SelfAttention(h, Heads, DK, DV, Mask.None, relative: OffsetBias(h, h, Heads, 2, Normal(1))));
        });
        return Linear(x, Vocab);
    }
}

/// <summary>The encoder-decoder of layers, over padded sources.</summary>
[Model]
internal sealed partial class Layered
{
    private const int Vocab = 9, Heads = 2, DModel = 8, DK = 3, DV = 5, DFf = 7;

    internal static Tensor Encode([Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths)
    {
        var x = Embedding(source, Vocab, DModel, Normal(0.7), name: "source") + SinusoidalPositions(source, DModel);
        return Repeat(2, x, h => EncoderLayer(h, Heads, DK, DV, DFf, Mask.Lengths(lengths)), name: "encoder");
    }

    internal static Tensor Decode([Axes("B", "S", "DModel")] Tensor memory, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens)
    {
        var y = Embedding(tokens, Vocab, DModel, Normal(0.7), name: "target") + LearnedPositions(tokens, 20, DModel, Zeros);
        y = Repeat(2, y, h => DecoderLayer(h, memory, Heads, DK, DV, DFf, Mask.Lengths(lengths), Gelu, NormPlacement.Pre), name: "decoder");
        return Linear(y + CrossAttention(y, memory, 2, 3, 1, Mask.None), Vocab);
    }

    internal static Tensor Loss(
        [Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets,
        [Axes("B", "T")] Tensor weights) =>
        CrossEntropy(Decode(Encode(source, lengths), lengths, tokens), targets, weights * weights, 0.1);
}

/// <summary>Images in patches, read by a memory; the losses of vectors.</summary>
[Model]
internal sealed partial class Seen
{
    private const int Patch = 2, Width = 6;

    internal static Tensor Vectors([Axes("B", "H = 4", "W = 6", "C = 3")] Tensor images)
    {
        var x = PatchEmbedding(images, Patch, Width, Normal(0.3));
        x += Memory(x, x, x, Temperature(0.8));
        x += Memory(x, Parameter("keys", Normal(1), 5, Width), Parameter("values", Normal(1), 5, Width), 2);
        return Mean(LayerNorm(x), -2);
    }

    internal static Tensor PairLoss([Axes("B", "H = 4", "W = 6", "C = 3")] Tensor images, [Axes("B", "F = 6")] Tensor others) =>
        Contrastive(Vectors(images), others, 0.5);

    internal static Tensor SoftLoss([Axes("B", "H = 4", "W = 6", "C = 3")] Tensor images, [Axes("B", "F = 6")] Tensor scores)
    {
        var x = Vectors(images);
        return KullbackLeibler(x, StopGradient(Softmax(scores / 0.5))) + MeanSquaredError(x, scores);
    }
}

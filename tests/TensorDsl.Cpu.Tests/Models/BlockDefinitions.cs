using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

// Every block and mask, in models whose sizes fit no vector.

/// <summary>Llama's parts: root-mean-square norms, grouped queries, gated feed-forward, no biases.</summary>
[Model]
internal sealed partial class Grouped
{
    private const int Vocab = 11, Heads = 6, KeyHeads = 2, DModel = 10, DK = 4, DV = 5, DFf = 7;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(0.7)) + SinusoidalPositions(tokens, DModel);
        x = Repeat(2, x, h =>
        {
            h += SelfAttention(RmsNorm(h), Heads, DK, DV, Mask.Causal, bias: false, keyHeads: KeyHeads, rotate: q => Rotary(q));
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

    internal static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens targets)
    {
        var logits = Logits(tokens, lengths);
        return CrossEntropy(logits, targets, 0.1, ignore: 0) + (1e-2 * L1Penalty(logits));
    }
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

/// <summary>The families that the attribute stands for.</summary>
[Transformer(
    Layers = 2, Heads = 2, DModel = 10, DK = 4, DV = 3, DFf = 7, Vocab = 11, Context = 19, Positions = PositionKind.Rotary,
    Activation = ActivationKind.SwiGlu, Placement = NormPlacement.Post, Tied = false, KeyHeads = 1)]
internal sealed partial class LaterDecoder;

[Transformer(
    Family = TransformerFamily.EncoderOnly, Layers = 2, Heads = 3, DModel = 10, DK = 4, DV = 3, DFf = 7, Vocab = 11, Context = 19)]
internal sealed partial class Filler;

[Transformer(
    Family = TransformerFamily.EncoderDecoder, Layers = 2, Heads = 2, DModel = 10, DK = 4, DV = 3, DFf = 7, Vocab = 11, Context = 19,
    KeyHeads = 1)]
internal sealed partial class Translator;

[Transformer(
    Family = TransformerFamily.EncoderDecoder, Layers = 2, Heads = 2, DModel = 10, DK = 4, DV = 3, DFf = 7, Vocab = 11, Context = 19,
    Positions = PositionKind.Learned, Placement = NormPlacement.Pre, Tied = false)]
internal sealed partial class LaterTranslator;

[Transformer(
    Family = TransformerFamily.Vision, Layers = 2, Heads = 2, DModel = 10, DK = 4, DV = 3, DFf = 7, Image = 6, Patch = 2, Channels = 2,
    Classes = 5)]
internal sealed partial class Classifier;

/// <summary>What the families' attributes stand for, by the class's name.</summary>
internal static class FamilyDefinitions
{
    internal static class LaterDecoder
    {
        internal static Tensor Logits([Axes("B", "T")] Tokens tokens) => DecoderOnly(
            tokens, 2, 2, 10, 4, 3, 7, 11, 19, PositionKind.Rotary, NormPlacement.Post, ActivationKind.SwiGlu, tied: false, keyHeads: 1);

        internal static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets) => CrossEntropy(Logits(tokens), targets);
    }

    internal static class Filler
    {
        internal static Tensor Logits([Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens lengths) =>
            EncoderOnly(tokens, lengths, 2, 3, 10, 4, 3, 7, 11, 19);

        internal static Tensor Encode([Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens lengths) =>
            EncoderOnlyEncode(tokens, lengths, 2, 3, 10, 4, 3, 7, 11, 19);

        internal static Tensor Loss(
            [Axes("B", "T")] Tokens tokens, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens targets, [Axes("B", "T")] Tensor weights) =>
            CrossEntropy(Logits(tokens, lengths), targets, weights);
    }

    internal static class Translator
    {
        internal static Tensor Logits([Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens) =>
            EncoderDecoder(source, lengths, tokens, 2, 2, 10, 4, 3, 7, 11, 19, keyHeads: 1);

        internal static Tensor Encode([Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths) =>
            EncoderDecoderEncode(source, lengths, 2, 2, 10, 4, 3, 7, 11, 19, keyHeads: 1);

        internal static Tensor Decode([Axes("B", "S", "DModel = 10")] Tensor memory, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens) =>
            EncoderDecoderDecode(memory, lengths, tokens, 2, 2, 10, 4, 3, 7, 11, 19, keyHeads: 1);

        internal static Tensor Loss(
            [Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets,
            [Axes("B", "T")] Tensor weights) =>
            CrossEntropy(Logits(source, lengths, tokens), targets, weights);
    }

    internal static class LaterTranslator
    {
        internal static Tensor Encode([Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths) => EncoderDecoderEncode(
            source, lengths, 2, 2, 10, 4, 3, 7, 11, 19, PositionKind.Learned, NormPlacement.Pre);

        internal static Tensor Decode([Axes("B", "S", "DModel = 10")] Tensor memory, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens) =>
            EncoderDecoderDecode(memory, lengths, tokens, 2, 2, 10, 4, 3, 7, 11, 19, PositionKind.Learned, NormPlacement.Pre, tied: false);

        internal static Tensor Loss(
            [Axes("B", "S")] Tokens source, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets,
            [Axes("B", "T")] Tensor weights) =>
            CrossEntropy(Decode(Encode(source, lengths), lengths, tokens), targets, weights);
    }

    internal static class Classifier
    {
        internal static Tensor Logits([Axes("B", "Height = 6", "Width = 6", "Channels = 2")] Tensor images) =>
            Vision(images, 2, 2, 10, 4, 3, 7, 2, 5);

        internal static Tensor Encode([Axes("B", "Height = 6", "Width = 6", "Channels = 2")] Tensor images) =>
            VisionEncode(images, 2, 2, 10, 4, 3, 7, 2);

        internal static Tensor Loss([Axes("B", "Height = 6", "Width = 6", "Channels = 2")] Tensor images, [Axes("B")] Tokens labels) =>
            CrossEntropy(Logits(images), labels);
    }
}

using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Generation;

// Causal in different ways. Odd sizes on purpose.

/// <summary>Loops in loops, attention in each; d_k ≠ d_v.</summary>
[Model]
internal sealed partial class NestedCausal
{
    private const int Vocab = 9, Context = 21, DModel = 10;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(2, x, outer =>
        {
            outer = Repeat(3, outer, inner => inner + SelfAttention(LayerNorm(inner), 2, 3, 4, Mask.Causal), "inner");
            return outer + SelfAttention(LayerNorm(outer), 1, 5, 2, Mask.Causal) + FeedForward(outer, 12, Silu);
        });
        return Linear(x, Vocab);
    }
}

/// <summary>Causal attention that nothing recognises: a learned temperature, the values mixed twice, no loop.</summary>
[Model]
internal sealed partial class WrittenOutCausal
{
    private const int Vocab = 10, Context = 18, Heads = 2, DModel = 12, DK = 5;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        var temperature = Parameter("temperature", ConstantOf(0.7), Heads, 1, 1);
        for (int i = 0; i < 2; i++)
        {
            var n = LayerNorm(x);
            var q = SplitAxis(Linear(n, Heads * DK, name: $"query{i}"), -1, Heads, DK);
            var k = SplitAxis(Linear(n, Heads * DK, name: $"key{i}"), -1, Heads, DK);
            var v = SplitAxis(Linear(n, Heads * DK, name: $"value{i}"), -1, Heads, DK);
            var scores = Einsum("b t h d, b s h d -> b h t s", q, k) / temperature;
            var hidden = SplitAxis(Index(scores, -2), 0, Index(scores, -2).Shape[0].Size, 1) < Index(scores, -1);
            var weights = Softmax(Where(hidden, -1e9, scores));
            var read = Einsum("b h t s, b s h d -> b t h d", weights, v);
            var twice = Einsum("b h t s, b s h d -> b t h d", weights, Tanh(read));
            x += Linear(MergeAxes(read + twice, -2), DModel, name: $"output{i}");
        }

        return Linear(x, Vocab);
    }
}

/// <summary>Distances as biases, each head with a slope of its own, within a window; no learned positions and no bound.</summary>
[Model]
internal sealed partial class Biased
{
    private const int Vocab = 11, Heads = 3, DModel = 8, DK = 4, DV = 5, Window = 4;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(1));
        x = Repeat(2, x, h =>
        {
            var n = LayerNorm(h);
            var q = SplitAxis(Linear(n, Heads * DK, name: "query"), -1, Heads, DK);
            var k = SplitAxis(Linear(n, Heads * DK, name: "key"), -1, Heads, DK);
            var v = SplitAxis(Linear(n, Heads * DV, name: "value"), -1, Heads, DV);
            var scores = Einsum("b t h d, b s h d -> b h t s", q, k);
            var at = SplitAxis(Index(scores, -2), 0, Index(scores, -2).Shape[0].Size, 1);
            var key = Index(scores, -1);
            var slope = Parameter("slope", ConstantOf(0.25), Heads, 1, 1);
            var allowed = (key <= at) * (at - Window < key);
            var weights = Softmax(Where(allowed, scores - (slope * (at - key)), double.NegativeInfinity));
            return h + Linear(MergeAxes(Einsum("b h t s, b s h d -> b t h d", weights, v), -2), DModel, name: "output");
        });
        return Linear(LayerNorm(x), Vocab);
    }
}

/// <summary>X_i ← X_i − mean(X_&lt;i): a masked contraction, strictly before; the matrix times the values on the right.</summary>
[Model]
internal sealed partial class PredictionError
{
    private const int Vocab = 7, DModel = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(1));
        x = Repeat(3, x, h =>
        {
            var i = SplitAxis(Index(h, "T"), 0, h.Shape[1].Size, 1);
            var before = Where(Index(h, "T") < i, 1 / Maximum(i, 1), 0);
            h -= Einsum("b s d, t s -> b t d", h, before);
            return h + FeedForward(LayerNorm(h), 9, Gelu);
        });
        return Linear(x, Vocab);
    }
}

/// <summary>Batch and time merged into one axis between attentions, a one-hot table, the largest so far.</summary>
[Model]
internal sealed partial class FlatCausal
{
    private const int Vocab = 8, DModel = 9;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = MatMul(OneHot(tokens, Vocab), Parameter("table", Normal(1), Vocab, DModel));
        var (b, t) = (x.Shape[0].Size, x.Shape[1].Size);
        var flat = Linear(MergeAxes(x, 0), DModel, name: "flat");
        x = Rename(Rename(SplitAxis(Gelu(flat), 0, b, t), 0, "B"), 1, "T");
        x += SelfAttention(x, 1, 4, 4, Mask.Causal);
        var last = Einsum("b t d, b s d -> b t s", x, x);
        var hidden = SplitAxis(Index(last, 1), 0, t, 1) < Index(last, 2);
        var largest = Max(Where(hidden, double.NegativeInfinity, last), -1, keep: true);
        return Linear(x * Tanh(largest), Vocab);
    }
}

/// <summary>Encoder and decoder; each decoder layer reads the encoder's result with weights of its own.</summary>
[Model(Incremental = true)]
internal sealed partial class CausalTranslator
{
    private const int Vocab = 11, Context = 13, Heads = 2, DModel = 8, DK = 3, DV = 5;

    internal static Tensor Logits([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens target)
    {
        var memory = Embedding(source, 7, DModel, name: "source") + LearnedPositions(source, Context, DModel, name: "places");
        memory = Repeat(2, memory, h => h + SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.None), "encoder");
        var x = Embedding(target, Vocab, DModel) + LearnedPositions(target, Context, DModel);
        x = Repeat(3, x, h =>
        {
            h += SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.Causal);
            var q = SplitAxis(Linear(LayerNorm(h), Heads * DK, name: "query"), -1, Heads, DK);
            var k = SplitAxis(Linear(memory, Heads * DK, name: "key"), -1, Heads, DK);
            var v = SplitAxis(Linear(memory, Heads * DV, name: "value"), -1, Heads, DV);
            return h + Linear(MergeAxes(Attention(q, k, v, Mask.None), -2), DModel, name: "output");
        }, "decoder");
        return Linear(x + Mean(memory, "S", keep: true), Vocab);
    }
}

/// <summary>The usual parts of later models: shared key heads, a window with distances as biases, gates, RMSNorm.</summary>
[Model]
internal sealed partial class Gated
{
    private const int Vocab = 13, Heads = 4, KeyHeads = 2, DModel = 10, DK = 3, DV = 4;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(1)) + SinusoidalPositions(tokens, DModel);
        x = Repeat(2, x, h =>
        {
            var n = RmsNorm(h);
            h += SelfAttention(n, Heads, DK, DV, Mask.Causal & Mask.Window(5), keyHeads: KeyHeads, relative: Alibi(n, Heads));
            h += SelfAttention(h, Heads, 4, DV, Mask.Causal, name: "rotated", rotate: part => Rotary(part));
            return h + GatedFeedForward(RmsNorm(h), 12, Silu);
        });
        return Linear(x, Vocab);
    }
}

/// <summary>A causal convolution, a running sum and the first position, which all that follow see.</summary>
[Model]
internal sealed partial class Convolved
{
    private const int Vocab = 9, DModel = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(1));
        x = Repeat(2, x, h => h + Tanh(CausalConvolution(h, Parameter("window", Normal(0.5), 3, DModel, DModel))));
        var sum = CumulativeSum(x, "T");
        return Linear(x + Sin(sum) + (Shift(x, "T", 4) * Unsqueeze(At(x, "T", 0), 1)), Vocab);
    }
}

/// <summary>Reads what it is to write: each position sees the tokens before it, the first one a token of its own.</summary>
[Model(Incremental = true)]
internal sealed partial class Started
{
    private const int Vocab = 9, DModel = 6, Context = 20;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var read = Shift(tokens, "T", 1, 4);
        var x = Embedding(read, Vocab, DModel, Normal(1)) + LearnedPositions(read, Context, DModel);
        x += SelfAttention(LayerNorm(x), 2, 3, 5, Mask.Causal);
        return Linear(x + Shift(x, "T", 2, 0.5), Vocab);
    }
}

/// <summary>Reads a set with a class token in front, and the set without its first element.</summary>
[Model(Incremental = true)]
internal sealed partial class SetReader
{
    public const int Vocab = 11, DModel = 8;

    internal static Tensor Decode([Axes("B", "S", "DModel")] Tensor set, [Axes("B", "T")] Tokens tokens)
    {
        var memory = PrependClassToken(set);
        memory += SelfAttention(LayerNorm(memory), 2, 3, 5, Mask.None, name: "encoder");
        var x = Embedding(tokens, Vocab, DModel, Normal(1)) + SinusoidalPositions(tokens, DModel);
        x = Repeat(2, x, h => DecoderLayer(h, memory, 2, 3, 5, 9, Mask.None));
        return Linear(x + Unsqueeze(Mean(Skip(set, "S", 1), "S"), 1) + Unsqueeze(At(memory, "S", 0), 1), Vocab);
    }
}

/// <summary>A decoder as an entry point of its own: it takes the encoder's result, and the lengths of what that read.</summary>
[Model(Incremental = true)]
internal sealed partial class Reader
{
    public const int Vocab = 11, DModel = 8;

    internal static Tensor Decode([Axes("B", "S", "DModel")] Tensor memory, [Axes("B")] Tokens lengths, [Axes("B", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, DModel, Normal(1)) + SinusoidalPositions(tokens, DModel);
        x = Repeat(2, x, h => DecoderLayer(h, memory, 2, 3, 5, 9, Mask.Lengths(lengths)));
        return Linear(x, Vocab);
    }
}

/// <summary>As many sequences as heads, which come first.</summary>
[Model(Incremental = true)]
internal sealed partial class HeadsFirst
{
    public const int Vocab = 9, Batch = 3;

    internal static Tensor Logits([Axes("B = 3", "T")] Tokens tokens)
    {
        var x = Embedding(tokens, Vocab, 8, Normal(1));
        var q = Transpose(SplitAxis(Linear(x, 12, name: "query"), -1, 3, 4), 2, 0, 1, 3);
        var k = Transpose(SplitAxis(Linear(x, 12, name: "key"), -1, 3, 4), 2, 0, 1, 3);
        var v = Transpose(SplitAxis(Linear(x, 15, name: "value"), -1, 3, 5), 2, 0, 1, 3);
        var scores = Einsum("h b t d, h b s d -> h b t s", q, k);
        var weights = Softmax(Where(Index(scores, -1) <= Unsqueeze(Index(scores, -2), 1), scores, -1e30));
        return Linear(MergeAxes(Einsum("h b t s, h b s d -> b t h d", weights, v), -2), Vocab);
    }
}

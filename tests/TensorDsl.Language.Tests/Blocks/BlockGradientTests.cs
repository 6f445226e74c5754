using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Blocks;

public class BlockGradientTests
{
    /// <summary>Every block over x (B, T, D); heads, d_k and d_v differ from each other and from D.</summary>
    private static readonly Dictionary<string, Func<int, int, int, Tensor>> Cases = new()
    {
        ["linear"] = (b, t, d) => Linear(X(b, t, d), 3),
        ["linear without bias"] = (b, t, d) => Linear(X(b, t, d), 1, bias: false, Normal(1)),
        ["layer norm"] = (b, t, d) => LayerNorm(X(b, t, d)),
        ["layer norm without bias"] = (b, t, d) => LayerNorm(X(b, t, d), bias: false, epsilon: 0.1),
        ["embedding"] = (b, t, d) => Embedding(Tokens(b, t), 5, d, Normal(1)),
        ["learned positions"] = (b, t, d) => X(b, t, d) * LearnedPositions(Tokens(b, t), t + 2, d),
        ["learned positions of vectors"] = (b, t, d) => X(b, t, d) * LearnedPositions(X(b, t, d, "y"), t, Normal(1)),
        ["tied embedding"] = (b, t, d) =>
        {
            var table = Parameter("table", Normal(1), 5, d);
            return Unembed(Tanh(Embedding(Tokens(b, t), table)), table);
        },
        ["attention"] = (b, t, d) => Attention(Heads(b, t, 2, d, "q"), Heads(b, t, 2, d, "k"), Heads(b, t, 2, 3, "v"), Mask.None),
        ["attention over other positions"] = (b, t, d) =>
            Attention(Heads(b, t, 2, d, "q"), Heads(b, t + 1, 2, d, "k"), Heads(b, t + 1, 2, 3, "v"), Mask.None),
        ["causal attention"] = (b, t, d) => Attention(Heads(b, t, 1, d, "q"), Heads(b, t, 1, d, "k"), Heads(b, t, 1, 2, "v"), Mask.Causal),
        ["self-attention"] = (b, t, d) => SelfAttention(X(b, t, d), 2, 3, 4, Mask.None),
        ["causal self-attention"] = (b, t, d) => SelfAttention(X(b, t, d), 3, 1, 2, Mask.Causal, bias: false, Normal(1), Normal(0.3)),
        ["attention heads"] = (b, t, d) => AttentionHeads(X(b, t, d), 2, 2, 1, Mask.Causal),
        ["feed-forward"] = (b, t, d) => FeedForward(X(b, t, d), 4, Gelu),
        ["feed-forward without bias"] = (b, t, d) => FeedForward(X(b, t, d), 3, Silu, bias: false, Normal(1)),
        ["rms norm"] = (b, t, d) => RmsNorm(X(b, t, d), epsilon: 0.1),
        ["grouped self-attention"] = (b, t, d) => SelfAttention(X(b, t, d), 4, 3, 2, Mask.Causal, keyHeads: 2),
        ["multi-query attention heads"] = (b, t, d) => AttentionHeads(X(b, t, d), 3, 2, 1, Mask.None, keyHeads: 1),
        ["self-attention by distance"] = (b, t, d) => SelfAttention(X(b, t, d), 3, 2, 1, Mask.Causal, relative: Alibi(X(b, t, d, "y"), 3)),
        ["rotary positions"] = (b, t, d) => Rotary(Heads(b, t, 3, 4, "q")),
        ["vision"] = (b, t, d) => Vision(Numbers.Parameter("image", b, 4, 4, d), 1, 1, 2, 2, 1, 3, 2, 3),
        ["encoder and decoder"] = (b, t, d) => EncoderDecoder(
            Tokens(b, t), TensorDsl.Tokens.Of([.. Enumerable.Repeat(t, b)], ("B", b)), Tokens(b, t), 1, 1, 2, 2, 1, 3, 5, 5,
            PositionKind.Alibi, NormPlacement.Pre, ActivationKind.GeGlu, tied: false),
        ["cross-attention"] = (b, t, d) => CrossAttention(X(b, t, d), Encoded(b, t + 1, 3), 2, 3, 1, Mask.None),
        ["relative bias"] = (b, t, d) => RelativeBias(X(b, t, d), X(b, t, d, "y"), 2, 8, 5),
        ["offset bias"] = (b, t, d) => OffsetBias(X(b, t, d), X(b, t, d, "y"), 2, 1),
        ["gated feed-forward"] = (b, t, d) => GatedFeedForward(X(b, t, d), 3, Sigmoid, bias: true),
        ["SwiGLU"] = (b, t, d) => SwiGlu(X(b, t, d), 3),
        ["GEGLU"] = (b, t, d) => GeGlu(X(b, t, d), 3),
        ["encoder layer"] = (b, t, d) => EncoderLayer(X(b, t, d), 2, 1, 2, 3, Mask.Window(2), Gelu, NormPlacement.Pre, h => RmsNorm(h)),
        ["decoder layer"] = (b, t, d) => DecoderLayer(X(b, t, d), Encoded(b, t + 1, 3), 1, 2, 1, 3, Mask.None, Tanh),
        ["patch embedding"] = (b, t, d) => PatchEmbedding(Numbers.Parameter("image", b, 2 * t, 4, d), 2, 3),
        ["memory of its own"] = (b, t, d) => Memory(X(b, t, d), X(b, t, d, "k"), X(b, t, 3, "v"), Temperature(0.8), Mask.Causal),
        ["shared memory"] = (b, t, d) => Memory(X(b, t, d), Numbers.Parameter("k", 4, d), Numbers.Parameter("v", 4, 2)),
        ["smoothed cross-entropy"] = (b, t, d) => CrossEntropy(X(b, t, d), Numbers.Tokens("targets", d, b, t), 0.1, ignore: 1),
        ["mean squared error"] = (b, t, d) => MeanSquaredError(X(b, t, d), X(b, t, d, "y")),
        ["divergence"] = (b, t, d) => KullbackLeibler(X(b, t, d), Softmax(X(b, t, d, "y"))),
        ["penalty"] = (b, t, d) => L1Penalty(X(b, t, d)),
        ["contrastive"] = (b, t, d) => Contrastive(Numbers.Parameter("a", t, d), Numbers.Parameter("b", t, d), Temperature(0.5)),
        ["layers"] = (b, t, d) => Repeat(3, X(b, t, d), h => h + FeedForward(LayerNorm(h), 2, Tanh)),
    };

    public static TheoryData<string, int, int, int> Shapes()
    {
        var cases = new TheoryData<string, int, int, int>();
        foreach (string block in Cases.Keys)
        {
            cases.Add(block, 2, 3, 5);
            cases.Add(block, 1, 4, 2);
            cases.Add(block, 3, 1, 7);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_blocks_gradient_is_that_of_finite_differences(string block, int b, int t, int d) =>
        FiniteDifferences.Check(() => Cases[block](b, t, d));

    [Theory]
    [InlineData(1, 2, 6, 3, 4, 5)]
    [InlineData(2, 2, 6, 3, 4, 5)]
    [InlineData(3, 1, 7, 2, 3, 9)]
    public void A_whole_transformers_gradient_is_that_of_finite_differences(int layers, int heads, int dModel, int dk, int dv, int dFf) =>
        FiniteDifferences.Check(() => CrossEntropy(
            DecoderOnly(Numbers.Tokens("in", 7, 2, 3), layers, heads, dModel, dk, dv, dFf, vocab: 7, context: 4),
            Numbers.Tokens("out", 7, 2, 3)));

    private static Tokens Tokens(int b, int t) => Numbers.Tokens("tokens", 5, b, t);

    private static Tensor X(int b, int t, int d, string name = "x") =>
        Rename(Rename(Numbers.Parameter(name, b, t, d), 0, "B"), 1, "T");

    private static Tensor Encoded(int b, int s, int d) => Rename(Rename(Numbers.Parameter("memory", b, s, d), 0, "B"), 1, "S");

    private static Tensor Heads(int b, int t, int heads, int d, string name) =>
        Rename(Rename(Numbers.Parameter(name, b, t, heads, d), 0, "B"), 1, "T");
}

using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Facts;

/// <summary>What an editor shows where a model's class is named, against published and computed numbers.</summary>
public class HoverTests
{
    private const string CharGpt = """
        [Transformer(Layers = 4, Heads = 4, DModel = 128, DK = 32, DV = 32, DFf = 512, Vocab = 96, Context = 64)]
        public partial class Net;
        """;

    [Theory]
    [InlineData(12, 12, 768, 124_439_808)]
    [InlineData(24, 16, 1024, 354_823_168)]
    [InlineData(36, 20, 1280, 774_030_080)]
    [InlineData(48, 25, 1600, 1_557_611_200)]
    public void Gpt2_has_its_published_parameters(int layers, int heads, int dModel, long parameters) =>
        Assert.Equal(parameters, Parameters(KnownModels.Gpt(layers, heads, dModel, 1024)));

    [Fact]
    public void Bert_base_has_its_published_parameters() => Assert.Equal(109_482_240, Parameters(KnownModels.Bert));

    // The base model's published 12 million, to the unit as its checkpoints have them.
    [Theory]
    [InlineData(12)]
    [InlineData(24)]
    public void Albert_base_has_its_published_parameters_at_any_depth(int layers)
    {
        var text = Hover.Of(KnownModels.Albert(layers));
        Assert.Equal(11_683_584, text.Parameters);
        Assert.Equal(11_683_584, text.LayoutCount());
    }

    [Fact]
    public void Vit_base_has_its_published_parameters_and_17_and_a_half_billion_products()
    {
        const long layer = (197 * 12 * 768 * 768) + (2 * 197 * 197 * 768);
        var text = Hover.Of(KnownModels.Vit);
        Assert.Equal(86_567_656, text.Parameters);
        Assert.Equal(2 * ((196 * 768 * 768) + (12 * layer) + (768 * 1000)), text.Number("Logits", @"([\d,]+) FLOPs per example;"));
    }

    // 65 and 213 million in the paper's table 3. By hand: the table, and for each of the six layers of either side 4·(d² + d)
    // for an attention, 8·d² + 5·d for a feed-forward and 2·d for a norm.
    [Theory]
    [InlineData(8, 512, 63_082_496)]
    [InlineData(16, 1024, 214_245_376)]
    public void Vaswanis_models_have_the_parameters_of_their_layers(int heads, long d, long parameters)
    {
        long attention = 4 * ((d * d) + d), forward = (8 * d * d) + (5 * d), norm = 2 * d;
        Assert.Equal((37_000 * d) + (6 * ((3 * attention) + (2 * forward) + (5 * norm))), parameters);
        Assert.Equal(parameters, Parameters(KnownModels.Vaswani(heads, (int)d)));
    }

    [Fact]
    public void Arithmetic_of_a_transformer()
    {
        // Per layer four projections of 128 × 128 and two of 128 × 512; then scores and sums over 64 positions, and the output.
        const long forward = (2 * 4 * ((4 * 128 * 128) + (2 * 128 * 512))) + (4 * 2 * 64 * 4 * (32 + 32)) + (2 * 128 * 96);
        var text = Hover.Of(CharGpt);
        Assert.Equal(forward, text.Number("Logits", @"([\d,]+) FLOPs per token at T = 64;"));
        Assert.Equal(forward, text.Number("Loss", @"([\d,]+) FLOPs per token at T = 64;"));
        Assert.Equal(3 * forward, text.Number("Backward", @"([\d,]+) FLOPs of training per token at T = 64;"));
    }

    [Fact]
    public void A_text_that_is_input_and_target_is_one_position_shorter()
    {
        var text = Hover.Of("""
            [Model]
            public partial class Net
            {
                const int Vocab = 96, DModel = 8;

                internal static Tensor Logits([Axes("B", "T")] Tokens tokens) =>
                    Linear(Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, 10, DModel), Vocab);

                internal static Tensor Loss([Axes("B", "T")] Tokens tokens) => CrossEntropy(Logits(SkipLast(tokens, "T", 1)), Skip(tokens, "T", 1));
            }
            """);
        Assert.Equal(2 * 8 * 96, text.Number("Logits", @"([\d,]+) FLOPs per token;"));
        Assert.Equal(2 * 8 * 96 * 9, text.Number("Loss", @"([\d,]+) FLOPs per example at T = 10;"));
        Assert.Equal(3 * 2 * 8 * 96 * 9, text.Number("Backward", @"([\d,]+) FLOPs of training per example at T = 10;"));
        Assert.Equal(text.Reserved("Backward", 1, 10), text.Number("Backward", @"activations ([\d,]+) bytes at B = 1, T = 10"));
        Assert.Equal(text.Reserved("Backward", 2, 10) - text.Reserved("Backward", 1, 10), text.Number("Backward", @"([\d,]+) more for one more B"));
    }

    [Fact]
    public void Attention_that_does_not_stream_counts_the_same()
    {
        const string streams = "return Linear(SelfAttention(Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel), Heads, DK, DV, Mask.Causal), Vocab);";
        const string plain = """
            var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
            var q = SplitAxis(Linear(x, Heads * DK), -1, Heads, DK);
            var k = SplitAxis(Linear(x, Heads * DK), -1, Heads, DK);
            var v = SplitAxis(Linear(x, Heads * DV), -1, Heads, DV);
            var weights = Sigmoid(Einsum("... t h d, ... s h d -> ... h t s", q, k));
            return Linear(Linear(MergeAxes(Einsum("... h t s, ... s h d -> ... t h d", weights, v), -2), DModel), Vocab);
            """;
        const string pattern = @"([\d,]+) FLOPs(?: of training)? per token at T = 64;";
        var (left, right) = (Hover.Of(Sources.Model(streams)), Hover.Of(Sources.Model(plain)));
        Assert.All(["Logits", "Backward"], name => Assert.Equal(left.Number(name, pattern), right.Number(name, pattern)));
    }

    [Fact]
    public void Arithmetic_for_examples_where_it_is_not_for_tokens()
    {
        const string retrieval = """
            [Model]
            public partial class Net
            {
                static Tensor Scores([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens target)
                {
                    var (x, y) = (Embedding(source, 7, 5), Embedding(target, 7, 5));
                    return Einsum("b s d, b t d -> b s t", Linear(x, 5), Linear(y, 5));
                }
            }
            """;
        // At S = T = 1: two 5 × 5 layers and one product of 5.
        Assert.Equal(2 * (25 + 25 + 5), Hover.Of(retrieval).Number("Scores", @"([\d,]+) FLOPs per example at S = 1, T = 1;"));
    }

    [Fact]
    public void Memory_is_what_the_programs_reserve()
    {
        var text = Hover.Of(CharGpt);
        Assert.Matches("^808,064 parameters: 3,232,256 bytes", text.Summary);
        foreach (string name in new[] { "Logits", "Loss", "Backward" })
        {
            long at1 = text.Reserved(name, b: 1, t: 64), at2 = text.Reserved(name, b: 2, t: 64);
            Assert.Equal(at1, text.Number(name, @"activations ([\d,]+) bytes at B = 1, T = 64"));
            Assert.Equal(at2 - at1, text.Number(name, "([0-9,]+) more for one more B"));
        }
    }

    [Fact]
    public void Gpt3_compiles_loads_and_reports_175_billion()
    {
        var text = Hover.Of(KnownModels.Gpt(96, 96, 12288, 2048));
        Assert.InRange(text.Parameters, 174_600_000_000, 175_200_000_000);
        Assert.InRange(text.Number("Backward", @"([\d,]+) FLOPs of training per token"), 6 * 174_000_000_000L, 7 * 175_000_000_000L);
        Assert.Equal(text.Parameters, text.LayoutCount());
    }

    private static long Parameters(string source) => Hover.Of(source).Parameters;
}

namespace TensorDsl.Generator.Tests.Facts;

/// <summary>Definitions of models whose numbers of parameters are published.</summary>
internal static class KnownModels
{
    // The residual layer that GPT-2 and ViT share: norms first, biases everywhere.
    private const string PreNorm = """
        static Tensor Layer(Tensor h, int heads, Mask mask)
        {
            h += SelfAttention(LayerNorm(h), heads, DModel / Heads, DModel / Heads, mask);
            return h + FeedForward(LayerNorm(h), 4 * DModel, Gelu);
        }
        """;

    // The original form: norms last.
    private const string PostNorm = """
        static Tensor Attend(Tensor x, Tensor memory, Mask mask, string name)
        {
            var q = SplitAxis(Linear(x, DModel, name: name + "Query"), -1, Heads, DModel / Heads);
            var k = SplitAxis(Linear(memory, DModel, name: name + "Key"), -1, Heads, DModel / Heads);
            var v = SplitAxis(Linear(memory, DModel, name: name + "Value"), -1, Heads, DModel / Heads);
            return LayerNorm(x + Linear(MergeAxes(Attention(q, k, v, mask), -2), DModel, name: name + "Output"));
        }

        static Tensor Forward(Tensor x, Func<Tensor, Tensor> activation) => LayerNorm(x + FeedForward(x, 4 * DModel, activation));
        """;

    /// <summary>Radford et al.: Language Models are Unsupervised Multitask Learners, 2019; GPT-3 has the same form.</summary>
    public static string Gpt(int layers, int heads, int dModel, int context) => $$"""
        [Model]
        public partial class Net
        {
            const int Layers = {{layers}}, Heads = {{heads}}, DModel = {{dModel}}, Context = {{context}}, Vocab = 50257;

            static Tensor Logits([Axes("B", "T")] Tokens tokens)
            {
                var table = Parameter("embedding", Normal(0.02), Vocab, DModel);
                var x = Embedding(tokens, table) + LearnedPositions(tokens, Context, DModel);
                x = Repeat(Layers, x, h => Layer(h, Heads, Mask.Causal));
                return Unembed(LayerNorm(x), table);
            }

            {{PreNorm}}
        }
        """;

    /// <summary>Vaswani et al.: Attention Is All You Need, 2017, with one table for both languages and the output.</summary>
    public static string Vaswani(int heads, int dModel) => $$"""
        [Model]
        public partial class Net
        {
            const int Layers = 6, Heads = {{heads}}, DModel = {{dModel}}, Vocab = 37000;

            static Tensor Logits([Axes("B", "S")] Tokens source, [Axes("B", "T")] Tokens target)
            {
                var table = Parameter("embedding", Normal(0.02), Vocab, DModel);
                var memory = Repeat(Layers, Embedding(source, table), x =>
                    Forward(Attend(x, x, Mask.None, "self"), Relu), "encoder");
                var y = Repeat(Layers, Embedding(target, table), x =>
                    Forward(Attend(Attend(x, x, Mask.Causal, "self"), memory, Mask.None, "cross"), Relu), "decoder");
                return Unembed(y, table);
            }

            {{PostNorm}}
        }
        """;

    /// <summary>Devlin et al.: BERT, 2018, the base model with its pooler.</summary>
    public const string Bert = $$"""
        [Model]
        public partial class Net
        {
            const int Layers = 12, Heads = 12, DModel = 768, Vocab = 30522, Context = 512;

            static Tensor Pooled([Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens segments)
            {
                var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel) + Embedding(segments, 2, DModel);
                x = Repeat(Layers, LayerNorm(x), h => Forward(Attend(h, h, Mask.None, "self"), Gelu));
                return Tanh(Linear(At(x, "T", 0), DModel, name: "pooler"));
            }

            {{PostNorm}}
        }
        """;

    /// <summary>Lan et al.: ALBERT, 2020, the base model with its pooler: one layer at all depths.</summary>
    public static string Albert(int layers) => $$"""
        [Model]
        public partial class Net
        {
            const int Layers = {{layers}}, Heads = 12, DWord = 128, DModel = 768, Vocab = 30000, Context = 512;

            static Tensor Pooled([Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens segments)
            {
                var x = Embedding(tokens, Vocab, DWord) + LearnedPositions(tokens, Context, DWord) + Embedding(segments, 2, DWord);
                x = Repeat(Layers, Linear(LayerNorm(x), DModel), h => Shared("layer", () =>
                    Forward(Attend(h, h, Mask.None, "self"), Gelu)));
                return Tanh(Linear(At(x, "T", 0), DModel, name: "pooler"));
            }

            {{PostNorm}}
        }
        """;

    /// <summary>Dosovitskiy et al.: An Image is Worth 16×16 Words, 2021: ViT-B/16 for 224 pixels and 1000 classes.</summary>
    public const string Vit = $$"""
        [Model]
        public partial class Net
        {
            const int Layers = 12, Heads = 12, DModel = 768, Height = 224, Width = 224, Channels = 3, Patch = 16, Classes = 1000;

            static Tensor Logits([Axes("B", "Height", "Width", "Channels")] Tensor images)
            {
                var patches = PatchEmbedding(images, Patch, DModel);
                var first = Parameter("class", Zeros, 1, DModel) + (0 * Slice(patches, 1, 0, 1));
                var x = Concat(1, first, patches);
                x = Repeat(Layers, x + LearnedPositions(x, 197), h => Layer(h, Heads, Mask.None));
                return Linear(At(LayerNorm(x), 1, 0), Classes);
            }

            {{PreNorm}}
        }
        """;
}

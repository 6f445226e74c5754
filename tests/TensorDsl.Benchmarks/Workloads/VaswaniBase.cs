namespace TensorDsl.Benchmarks;

/// <summary>The base form of Vaswani et al., Attention Is All You Need, 2017, table 3, without dropout.</summary>
[Transformer(
    Family = TransformerFamily.EncoderDecoder, Layers = 6, Heads = 8, DModel = 512, DK = 64, DV = 64, DFf = 2048, Vocab = 8192, Context = 128)]
internal sealed partial class VaswaniBase;

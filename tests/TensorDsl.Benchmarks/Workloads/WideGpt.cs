namespace TensorDsl.Benchmarks;

/// <summary>A character model whose products are large enough to run at the machine's peak.</summary>
[Transformer(Layers = 6, Heads = 6, DModel = 384, DK = 64, DV = 64, DFf = 1536, Vocab = 65, Context = 256)]
internal sealed partial class WideGpt;

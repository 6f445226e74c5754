namespace TensorDsl.Benchmarks;

/// <summary>So small that what is not arithmetic decides: barriers, packing, calls.</summary>
[Transformer(Layers = 2, Heads = 2, DModel = 64, DK = 32, DV = 32, DFf = 256, Vocab = 65, Context = 32)]
internal sealed partial class TinyGpt;

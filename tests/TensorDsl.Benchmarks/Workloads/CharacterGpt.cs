namespace TensorDsl.Benchmarks;

/// <summary>What examples/CharGpt trains, over 65 symbols as other programs' character models have them.</summary>
[Transformer(Layers = 4, Heads = 4, DModel = 128, DK = 32, DV = 32, DFf = 512, Vocab = 65, Context = 64)]
internal sealed partial class CharacterGpt;

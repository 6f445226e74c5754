using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Blocks of a user's own, each use with parameters of its own.</summary>
[Model]
internal sealed partial class OwnBlocks
{
    private const int Vocab = 7, DModel = 6;

    internal static Tensor Logits([Axes("B", "T")] Tokens tokens)
    {
        var x = Gated(Gated(Embedding(tokens, Vocab, DModel, Normal(0.7))));
        var (shift, scale) = Modulation(x);
        return Linear(Repeat(2, (x * scale) + shift, Gated), Vocab);
    }

    private static Tensor Gated(Tensor x) => Block("gated", () => x * Sigmoid(Linear(x, DModel)) * Parameter("scale", Ones, DModel));

    private static (Tensor Shift, Tensor Scale) Modulation(Tensor x) => Block("modulation", () =>
    {
        var mean = Mean(x, -1, keep: true);
        return (mean * Parameter("shift", Normal(0.5), DModel), Tanh(mean) + Parameter("scale", Ones, DModel));
    });
}

/// <summary>Blocks of a user's own compute what the eager engine does, and their parameters have their names.</summary>
public sealed class BlockScopeTests
{
    [Fact]
    public void AgreesWithTheEagerEngine() => Agreement.Check<OwnBlocks>(new { B = 2, T = 5 });

    [Fact]
    public void ParametersAreFoundByName()
    {
        using var model = new OwnBlocks(1, 1);
        Assert.Equal(6, model.Weights.Gated2.Scale.FlattenedLength);
        Assert.Equal(36, model.Weights.Layers[1].Gated.Linear.Weight.FlattenedLength);
        Assert.Equal(model.Parameters["modulation.shift"][3], model.Weights.Modulation.Shift[3]);
    }
}

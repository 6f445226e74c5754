using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// Takes activations of another network apart into a few of many features, which an L1 penalty keeps sparse; the dictionary's
/// rows have length 1
/// (Bricken et al.: Towards Monosemanticity, Decomposing Language Models With Dictionary Learning, 2023).
/// </summary>
[Model]
internal sealed partial class SparseAutoencoder
{
    private const int D = 7, Features = 31;

    internal static (Tensor Features, Tensor Reconstruction) Encode([Axes("B", "D")] Tensor x)
    {
        var center = Parameter("center", Zeros, D);
        var features = Relu(Linear(x - center, Features, name: "encoder"));
        return (features, MatMul(features, UnitLength(Parameter("dictionary", Normal(1), Features, D))) + center);
    }

    internal static Tensor Loss([Axes("B", "D")] Tensor x)
    {
        var (features, reconstruction) = Encode(x);
        return MeanSquaredError(reconstruction, x) + 0.01 * L1Penalty(features);
    }
}

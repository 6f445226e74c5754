using static TensorDsl.Ops;

namespace TensorDsl.Ilgpu.Tests.Libraries;

/// <summary>Maps behind products that read biases, a residual and dropout, and whose values before the last one are kept for the gradient.</summary>
[Model]
internal sealed partial class Side
{
    internal static Tensor Loss([Axes("B", "D = 21")] Tensor x)
    {
        var h = Dropout(GeluTanh(Linear(x, 33)), 0.2);
        var y = x + (Tanh(Linear(h, 21)) * Sigmoid(Linear(h, 21)));
        return Mean(y * y);
    }
}

using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// A classifier of waves: wide convolutions along time, rectified and pooled, and a residual one
/// (Wang, Yan, Oates: Time Series Classification from Scratch with Deep Neural Networks, 2017).
/// </summary>
[Model]
internal sealed partial class WaveClassifier
{
    private const int Classes = 5;

    internal static Tensor Logits([Axes("B", "Time = 41", "Channel = 2")] Tensor wave)
    {
        var x = MaxPool(Relu(Convolution1D(wave, Parameter("wide", Normal(0.3), 7, 2, 6), step: 2)), "Time", 2, 2);
        x += Relu(LayerNorm(Convolution1D(x, Parameter("residual", Normal(0.3), 3, 6, 6), padding: 1)));
        x = MeanPool(x, "Time", 3, 2);
        return Linear(Max(x, "Time"), Classes, name: "head");
    }

    internal static Tensor Loss([Axes("B", "Time = 41", "Channel = 2")] Tensor wave, [Axes("B")] Tokens labels) =>
        CrossEntropy(Logits(wave), labels);
}

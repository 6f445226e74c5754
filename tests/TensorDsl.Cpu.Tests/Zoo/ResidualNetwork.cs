using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>
/// Convolutions over images in residual blocks, with batch normalisation and pooling
/// (He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, 2016).
/// </summary>
[Model]
internal sealed partial class ResidualNetwork
{
    private const int Layers = 2, Channels = 6, Classes = 7;

    internal static Tensor Logits([Axes("B", "Height = 13", "Width = 11", "Colour = 3")] Tensor images)
    {
        var x = Relu(BatchNorm(Convolve(images, 3, step: 1)));
        x = MaxPool(MaxPool(x, "Height", 3, 2), "Width", 3, 2);
        x = Repeat(Layers, x, h => Relu(h + BatchNorm(Convolve(Relu(BatchNorm(Convolve(h, 3))), 3))));
        x = Relu(Convolve(x, 1, step: 2) + BatchNorm(Convolve(x, 3, step: 2)));
        return Linear(Mean(x, ["Height", "Width"]), Classes, name: "head");
    }

    internal static Tensor Loss([Axes("B", "Height = 13", "Width = 11", "Colour = 3")] Tensor images, [Axes("B")] Tokens labels) =>
        CrossEntropy(Logits(images), labels);

    private static Tensor Convolve(Tensor x, int size, int step = 1) => Block("convolution", () =>
        Convolution2D(x, Parameter("weight", Normal(0.2), size, size, x.Shape[-1].Size, Channels), step, padding: size / 2));

    private static Tensor BatchNorm(Tensor x) => Block("batchNorm", () =>
    {
        var centred = x - Mean(x, ["B", "Height", "Width"], keep: true);
        var deviation = Sqrt(Variance(x, ["B", "Height", "Width"], keep: true) + 1e-5);
        return centred / deviation * Parameter("gain", Ones, Channels) + Parameter("bias", Zeros, Channels);
    });
}

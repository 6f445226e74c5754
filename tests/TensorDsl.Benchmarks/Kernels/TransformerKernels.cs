namespace TensorDsl.Benchmarks;

/// <summary>The kernels that take most of a transformer's step, with the sizes and counts that follow from the model's.</summary>
internal static class TransformerKernels
{
    public static List<Kernel> Of(TrainingStep step)
    {
        var s = step.Sizes;
        int heads = s.Heads;
        return
        [
            .. Linear<Alone, Alone>("query, key", 2 * s.Layers, s.Tokens, s.DModel, heads * s.DK),
            .. Linear<Alone, Alone>("value", s.Layers, s.Tokens, s.DModel, heads * s.DV),
            new AttentionKernel(s, backward: false),
            new AttentionKernel(s, backward: true),
            .. Linear<Residual, Alone>("output", s.Layers, s.Tokens, heads * s.DV, s.DModel),
            .. Linear<GeluForward, Alone>("up", s.Layers, s.Tokens, s.DModel, s.DFf),
            .. Linear<Residual, GeluBackward>("down", s.Layers, s.Tokens, s.DFf, s.DModel),
            new ProductKernel<Alone>("logits", 1, s.Tokens, s.Vocab, s.DModel, Orientation.NT),
            new ProductKernel<Alone>("logits, gradient of input", 1, s.Tokens, s.DModel, s.Vocab, Orientation.NN),
            new ProductKernel<Alone>("logits, gradient of weights", 1, s.Vocab, s.DModel, s.Tokens, Orientation.TN),
            new AdamWKernel(step.Parameters, step.Gradients),
        ];
    }

    /// <summary>A layer rows × input → rows × output, forward and its two gradients.</summary>
    private static IEnumerable<Kernel> Linear<TForward, TBackward>(string name, int count, int rows, int input, int output)
        where TForward : unmanaged, IFinish
        where TBackward : unmanaged, IFinish =>
    [
        new ProductKernel<TForward>(name, count, rows, output, input, Orientation.NN),
        new ProductKernel<TBackward>($"{name}, gradient of input", count, rows, input, output, Orientation.NT),
        new ProductKernel<Alone>($"{name}, gradient of weights", count, input, output, rows, Orientation.TN),
    ];
}

namespace TensorDsl;

/// <summary>
/// AdamW with global-norm clipping, in double precision, by PyTorch's formulas
/// (Loshchilov, Hutter: Decoupled Weight Decay Regularization, 2017).
/// </summary>
/// <param name="model">Whose parameters it changes; matrices and larger decay, gains and biases do not.</param>
/// <param name="beta1">How long the mean gradient is remembered.</param>
/// <param name="beta2">How long the mean squared gradient is remembered.</param>
/// <param name="epsilon">Keeps the division sound.</param>
/// <param name="weightDecay">Per unit of learning rate.</param>
/// <param name="clip">The largest norm of all gradients together; infinity to leave them alone.</param>
public sealed class EagerAdamW(
    EagerModel model, double beta1 = 0.9, double beta2 = 0.99, double epsilon = 1e-8, double weightDecay = 0.1,
    double clip = 1.0)
{
    private readonly Dictionary<string, (double[] Mean, double[] Square)> _moments = [];
    private int _step;

    /// <summary>Takes one step.</summary>
    /// <param name="gradients">What <see cref="EagerModel.Backward"/> returned.</param>
    /// <param name="learningRate">This step's learning rate.</param>
    /// <returns>The norm of all gradients together, before clipping.</returns>
    public double Step(IReadOnlyDictionary<string, double[]> gradients, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        _step++;
        double norm = Math.Sqrt(gradients.Values.Sum(values => values.Sum(value => value * value)));
        double scale = Math.Min(1, clip / (norm + 1e-6));
        foreach (var parameter in model.Parameters.Values)
            Step(parameter, gradients[parameter.Name], scale, learningRate);
        return norm;
    }

    private void Step(EagerParameter parameter, double[] gradient, double scale, double learningRate)
    {
        double[] p = parameter.Values;
        if (!_moments.TryGetValue(parameter.Name, out var moments))
            _moments[parameter.Name] = moments = (new double[p.Length], new double[p.Length]);
        double decay = parameter.Decays ? 1 - (learningRate * weightDecay) : 1;
        double correction1 = 1 - Math.Pow(beta1, _step);
        double correction2 = 1 - Math.Pow(beta2, _step);
        for (int i = 0; i < p.Length; i++)
        {
            double g = gradient[i] * scale;
            double m = moments.Mean[i] = (beta1 * moments.Mean[i]) + ((1 - beta1) * g);
            double v = moments.Square[i] = (beta2 * moments.Square[i]) + ((1 - beta2) * g * g);
            double denominator = Math.Sqrt(v / correction2) + epsilon;
            p[i] = (p[i] * decay) - (learningRate * m / correction1 / denominator);
        }
    }
}

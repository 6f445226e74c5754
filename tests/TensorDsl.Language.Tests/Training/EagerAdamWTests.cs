using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Training;

public class EagerAdamWTests
{
    [Fact]
    public void The_first_step_is_the_learning_rate_in_the_gradients_direction_after_the_decay_of_matrices()
    {
        var model = new EagerModel(new Dictionary<string, double[]> { ["matrix"] = [2, 3], ["vector"] = [2, 3] });
        model.Run(() => Numbers.Parameter("matrix", 1, 2) * Numbers.Parameter("vector", 2));
        double norm = new EagerAdamW(model, epsilon: 0, weightDecay: 0.5, clip: double.PositiveInfinity).Step(
            new Dictionary<string, double[]> { ["matrix"] = [3, -4], ["vector"] = [12, -84] }, learningRate: 0.1);
        Numbers.Close(85, norm);
        Numbers.Close([(2 * 0.95) - 0.1, (3 * 0.95) + 0.1], model.Parameters["matrix"].Values);
        Numbers.Close([2 - 0.1, 3 + 0.1], model.Parameters["vector"].Values);
    }

    /// <summary>The same ten steps as a plain recurrence over one number, with the moments written out as sums.</summary>
    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0.25)]
    public void Ten_steps_follow_the_formulas(double clip)
    {
        const double beta1 = 0.9, beta2 = 0.99, epsilon = 1e-3, rate = 0.02;
        var model = new EagerModel(new Dictionary<string, double[]> { ["p"] = [1.5] });
        var optimizer = new EagerAdamW(model, beta1, beta2, epsilon, weightDecay: 0.1, clip);
        double p = 1.5;
        var gradients = new List<double>();
        for (int step = 1; step <= 10; step++)
        {
            var loss = model.Run(() => Sum(Sin(3 * Numbers.Parameter("p", 1))));
            optimizer.Step(model.Backward(loss), rate * step);

            double gradient = 3 * Math.Cos(3 * p);
            gradients.Add(gradient * Math.Min(1, clip / (Math.Abs(gradient) + 1e-6)));
            double mean = gradients.Select((g, i) => Math.Pow(beta1, step - 1 - i) * (1 - beta1) * g).Sum() / (1 - Math.Pow(beta1, step));
            double square = gradients.Select((g, i) => Math.Pow(beta2, step - 1 - i) * (1 - beta2) * g * g).Sum() / (1 - Math.Pow(beta2, step));
            p -= rate * step * mean / (Math.Sqrt(square) + epsilon);
            Assert.Equal(p, model.Parameters["p"].Values[0], 1e-12);
        }
    }

    [Fact]
    public void Ten_steps_teach_a_small_transformer_a_line()
    {
        var model = new EagerModel(seed: 1);
        var optimizer = new EagerAdamW(model);
        Tokens text = Tokens.Of([0, 1, 2, 3, 4, 0, 1, 2], ("B", 2), ("T", 4)), next = Tokens.Of([1, 2, 3, 4, 0, 1, 2, 3], ("B", 2), ("T", 4));
        var losses = new List<double>();
        for (int step = 0; step < 10; step++)
        {
            var loss = model.Run(() => CrossEntropy(DecoderOnly(text, 2, 2, 8, 4, 3, 16, vocab: 5, context: 4), next));
            losses.Add(loss.Item);
            optimizer.Step(model.Backward(loss), 0.02);
        }

        Assert.InRange(losses[0], Math.Log(5) - 0.1, Math.Log(5) + 0.1);
        Assert.InRange(losses[9], 0, 0.6 * losses[0]);
    }
}

namespace TensorDsl.Training.Tests;

public class EvaluationTests
{
    private const int Context = 6;
    private static readonly int[] Text = [.. Enumerable.Range(0, 100).Select(i => i * i % 11)];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void The_whole_text_is_scored_token_by_token(int batch)
    {
        using var model = Model();
        // A bigram model's loss does not depend on the windows, so the oracle needs none.
        double expected = Enumerable.Range(0, 99).Average(i => CrossEntropy(model, Text[i], Text[i + 1]));
        Assert.Equal(expected, Evaluation.Whole(model, Text, batch, Context), 1e-6);
    }

    [Fact]
    public void Sampled_windows_lie_evenly_from_the_first_token_to_the_last()
    {
        using var model = Model();
        int[] starts = [0, 23, 46, 69, 93]; // room 93 = 99 − 6, four intervals, rounded down
        double expected = starts.Average(start => Enumerable.Range(start, Context).Average(i => CrossEntropy(model, Text[i], Text[i + 1])));
        Assert.Equal(expected, Evaluation.Sampled(model, Text, 2, Context, 5), 1e-6);
    }

    [Fact]
    public void Sampling_takes_no_more_windows_than_fit_side_by_side()
    {
        using var model = Model();
        Assert.Equal(Evaluation.Sampled(model, Text, 3, Context, 16), Evaluation.Sampled(model, Text, 3, Context, 1000));
        Assert.Equal(Evaluation.Sampled(model, Text.AsSpan(0, 7), 3, Context, 9), Evaluation.Whole(model, Text.AsSpan(0, 7), 3, Context), 1e-6);
        Assert.Throws<ArgumentException>(() => Evaluation.Sampled(model, Text.AsSpan(0, 6), 3, Context, 9));
    }

    [Fact]
    public void Evaluation_changes_nothing()
    {
        using var model = Model();
        model.Backward(Text.AsSpan(0, 6), Text.AsSpan(1, 6), 1, 6);
        float[] parameters = model.Parameters.Values.ToArray();
        float[] gradients = model.Gradients.Values.ToArray();
        double first = Evaluation.Sampled(model, Text, 3, Context, 9);
        Assert.Equal(first, Evaluation.Sampled(model, Text, 3, Context, 9));
        Assert.Equal(parameters, model.Parameters.Values.ToArray());
        Assert.Equal(gradients, model.Gradients.Values.ToArray());
    }

    private static BigramModel Model()
    {
        var model = new BigramModel(vocabulary: 11, context: Context);
        for (int i = 0; i < 121; i++)
            model.Parameters["table"][i] = MathF.Sin(i) * 2;
        return model;
    }

    private static double CrossEntropy(BigramModel model, int token, int target)
    {
        double[] logits = [.. Enumerable.Range(0, 11).Select(i => (double)model.Parameters["table"][(token * 11) + i] + model.Parameters["bias"][i])];
        return Math.Log(logits.Sum(Math.Exp)) - logits[target];
    }
}

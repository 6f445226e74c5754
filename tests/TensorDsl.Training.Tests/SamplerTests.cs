using TensorDsl.Sampling;

namespace TensorDsl.Training.Tests;

public class SamplerTests
{
    private static readonly float[] Logits = [1, 3, 2, 0.5f, -1];

    [Theory]
    [InlineData(1, int.MaxValue)]
    [InlineData(0.5, int.MaxValue)]
    [InlineData(2, int.MaxValue)]
    [InlineData(1, 3)]
    [InlineData(0.7, 2)]
    public void Draws_follow_the_softmax_of_the_likeliest(double temperature, int topK)
    {
        const int draws = 40_000;
        double[] weights = [.. Logits.Select(logit => Math.Exp(logit / temperature))];
        foreach (int excluded in Enumerable.Range(0, 5).OrderByDescending(i => Logits[i]).Skip(topK))
            weights[excluded] = 0;
        int[] counts = Count(new Sampler(3, temperature, topK), Logits, draws);
        for (int token = 0; token < 5; token++)
        {
            double p = weights[token] / weights.Sum();
            Assert.Equal(p * draws, counts[token], 5 * Math.Sqrt(draws * p * (1 - p))); // five standard deviations
        }
    }

    [Fact]
    public void Temperature_zero_is_greedy_and_takes_the_lower_of_equal_tokens()
    {
        Assert.Equal([0, 100, 0, 0, 0], Count(new Sampler(3, 0), Logits, 100));
        Assert.Equal([0, 100, 0, 0], Count(new Sampler(3, 0), [1, 2, 2, 2], 100));
        Assert.Equal([0, 100, 0, 0], Count(new Sampler(3, 1, 1), [1, 2, 2, 2], 100));
    }

    [Fact]
    public void Of_equal_logits_at_the_cut_the_lower_tokens_stay()
    {
        int[] counts = Count(new Sampler(3, 1, 2), [0, 5, 5, 5], 1000);
        Assert.Equal((0, 0), (counts[0], counts[3]));
        Assert.True(counts[1] > 400 && counts[2] > 400);
    }

    [Fact]
    public void The_seed_and_the_position_decide()
    {
        float[] even = new float[50];
        int[] Draw(ulong seed) => [.. Enumerable.Range(0, 100).Select(i => new Sampler(seed).Next(even, i))];
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
        Assert.True(Draw(1).Distinct().Count() > 30);
    }

    [Fact]
    public void Excluded_tokens_and_extreme_values_are_safe()
    {
        float no = float.NegativeInfinity;
        Assert.Equal([0, 200, 0], Count(new Sampler(1), [no, 1, no], 200));
        Assert.Equal([0, 200], Count(new Sampler(1, 1e-300), [1, 2], 200));
        Assert.Equal([200, 0], Count(new Sampler(1), [3e38f, -3e38f], 200));
        foreach (float[] bad in (float[][])[[], [no, no], [1, float.NaN], [1, float.PositiveInfinity]])
            Assert.Throws<ArgumentException>(() => new Sampler(1).Next(bad, 0));
    }

    [Theory]
    [InlineData(-0.1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, 0)]
    public void Nonsense_is_refused(double temperature, int topK) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(0, temperature, topK));

    [Fact]
    public void Generation_follows_the_model_past_the_end_of_its_context()
    {
        using var model = new BigramModel(vocabulary: 6, context: 4);
        for (int token = 0; token < 6; token++)
            model.Parameters["table"][(token * 6) + ((token + 1) % 6)] = 50;
        Assert.Equal(Enumerable.Range(3, 20).Select(i => i % 6), TextGeneration.Continue(model, [0, 1, 2], 20, new Sampler(0)));
        Assert.Equal([0, 1, 2, 3], model.Seen); // the 19 … 22 that the last draw followed
        Assert.Equal([5, 0], TextGeneration.Continue(model, [0, 1, 2, 3, 4, 3, 4], 2, new Sampler(0)));
        Assert.Equal([4, 3, 4, 5], model.Seen);
        Assert.Throws<ArgumentException>(() => TextGeneration.Continue(model, [], 1, new Sampler(0)));
    }

    private static int[] Count(Sampler sampler, float[] logits, int draws)
    {
        int[] counts = new int[logits.Length];
        for (int i = 0; i < draws; i++)
            counts[sampler.Next(logits, i)]++;
        return counts;
    }
}

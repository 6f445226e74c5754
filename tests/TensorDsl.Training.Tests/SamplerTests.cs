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
        int[] counts = Count(new Sampler(3, temperature, new TopK(topK)), Logits, draws);
        for (int token = 0; token < 5; token++)
        {
            double p = weights[token] / weights.Sum();
            Assert.Equal(p * draws, counts[token], 5 * Math.Sqrt(draws * p * (1 - p))); // five standard deviations
        }
    }

    public static TheoryData<double, ITruncation[], double[]> Truncations { get; } = new()
    {
        // Probabilities of the logits below: 0.4, 0.3, 0.15, 0.1, 0.05.
        { 1, [new TopP(0.399)], [1, 0, 0, 0, 0] },
        { 1, [new TopP(0.401)], [4 / 7.0, 3 / 7.0, 0, 0, 0] },
        { 1, [new TopP(0.84)], [0.4 / 0.85, 0.3 / 0.85, 0.15 / 0.85, 0, 0] },
        { 1, [new TopP(1)], [0.4, 0.3, 0.15, 0.1, 0.05] },
        { 1, [new MinP(0.3)], [0.4 / 0.85, 0.3 / 0.85, 0.15 / 0.85, 0, 0] }, // 0.12 and more
        { 1, [new MinP(1)], [1, 0, 0, 0, 0] },
        { 1, [new MinP(0)], [0.4, 0.3, 0.15, 0.1, 0.05] },
        { 1, [new TopK(2), new TopP(0.57)], [1, 0, 0, 0, 0] }, // 4 / 7 = 0.571 of what the first leaves
        { 1, [new TopP(0.57), new TopK(2)], [4 / 7.0, 3 / 7.0, 0, 0, 0] },
        { 0.5, [new TopK(2)], [16 / 25.0, 9 / 25.0, 0, 0, 0] },
        { 0.5, [new MinP(0.5)], [16 / 25.0, 9 / 25.0, 0, 0, 0] }, // after the temperature: 0.16, 0.09, 0.0225 …
    };

    /// <summary>Pearson's χ² against the exact probabilities, at one in 10,000 for four degrees of freedom: 23.51.</summary>
    [Theory]
    [MemberData(nameof(Truncations))]
    public void Truncated_draws_have_the_exact_probabilities(double temperature, ITruncation[] truncations, double[] expected)
    {
        const int draws = 40_000;
        int[] order = [3, 0, 4, 1, 2]; // the likeliest token is not the first
        float[] logits = new float[5];
        foreach (var (rank, p) in ((double[])[0.4, 0.3, 0.15, 0.1, 0.05]).Index())
            logits[order[rank]] = (float)Math.Log(p) + 2;
        int[] counts = Count(new Sampler(11, temperature, truncations), logits, draws);
        double chiSquare = 0;
        for (int rank = 0; rank < 5; rank++)
        {
            if (expected[rank] == 0)
                Assert.Equal(0, counts[order[rank]]);
            else
                chiSquare += Math.Pow(counts[order[rank]] - (expected[rank] * draws), 2) / (expected[rank] * draws);
        }

        Assert.InRange(chiSquare, 0, 23.51);
    }

    [Fact]
    public void The_token_that_reaches_the_share_is_the_last_to_stay()
    {
        Assert.Equal(1, new TopP(0.5).Keep([0.5, 0.25, 0.25]));
        Assert.Equal(2, new TopP(0.75).Keep([0.5, 0.25, 0.25]));
    }

    [Fact]
    public void A_penalty_divides_positive_logits_multiplies_negative_ones_and_counts_a_token_once()
    {
        const int draws = 40_000;
        var sampler = new Sampler(5) { RepetitionPenalty = 2 };
        int[] counts = new int[4], history = [1, 3, 1, 1];
        for (int i = 0; i < draws; i++)
            counts[sampler.Next([1, 1.5f, -0.5f, -0.5f], i, history)]++;
        double[] weights = [Math.Exp(1), Math.Exp(0.75), Math.Exp(-0.5), Math.Exp(-1)];
        double chiSquare = counts.Select((count, i) => Math.Pow(count - (draws * weights[i] / weights.Sum()), 2) / (draws * weights[i] / weights.Sum())).Sum();
        Assert.InRange(chiSquare, 0, 21.11); // one in 10,000 for three degrees of freedom
        Assert.Equal(0, new Sampler(0, 0) { RepetitionPenalty = 2 }.Next([1, 1.5f], 0, [1]));
        Assert.Equal(1, new Sampler(0, 0).Next([1, 1.5f], 0, [1]));
    }

    [Fact]
    public void A_draw_allocates_nothing()
    {
        var sampler = new Sampler(1, 0.8, new TopK(30), new TopP(0.9), new MinP(0.01)) { RepetitionPenalty = 1.3 };
        float[] logits = [.. Enumerable.Range(0, 200).Select(i => MathF.Sin(i) * 3)];
        int[] history = [4, 5, 4];
        sampler.Next(logits, 0, history);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            sampler.Next(logits, i, history);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Temperature_zero_is_greedy_and_takes_the_lower_of_equal_tokens()
    {
        Assert.Equal([0, 100, 0, 0, 0], Count(new Sampler(3, 0), Logits, 100));
        Assert.Equal([0, 100, 0, 0], Count(new Sampler(3, 0), [1, 2, 2, 2], 100));
        Assert.Equal([0, 100, 0, 0], Count(new Sampler(3, 1, new TopK(1)), [1, 2, 2, 2], 100));
    }

    [Fact]
    public void Of_equal_logits_at_the_cut_the_lower_tokens_stay()
    {
        int[] counts = Count(new Sampler(3, 1, new TopK(2)), [0, 5, 5, 5], 1000);
        Assert.Equal((0, 0), (counts[0], counts[3]));
        Assert.True(counts[1] > 400 && counts[2] > 400);
    }

    // Longer than what a sort leaves to insertion, which alone is stable.
    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1000, 7)]
    [InlineData(331, 5)]
    public void Of_many_equal_logits_the_lower_tokens_stay(int count, int values)
    {
        float[] logits = [.. Enumerable.Range(0, count).Select(i => (float)(i * 3 % values))];
        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(i => logits[i])]; // is stable
        Assert.Equal(order[0], new Sampler(3, 0).Next(logits, 0));
        foreach (int kept in (int[])[1, 3, 20, (count / values) + 9])
        {
            int[] counts = Count(new Sampler(3, 10, new TopK(kept)), logits, kept * 30);
            Assert.Equal(order.Take(kept).Order(), Enumerable.Range(0, count).Where(i => counts[i] > 0));
        }
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
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(0, temperature, new TopK(topK)));

    [Fact]
    public void Nonsense_of_a_rule_is_refused()
    {
        foreach (double p in (double[])[-0.1, 1.1, double.NaN])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new TopP(p));
            Assert.Throws<ArgumentOutOfRangeException>(() => new MinP(p));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new TopP(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(0) { RepetitionPenalty = 0 });
        Assert.Throws<ArgumentException>(() => new StopSequences([1], []));
    }

    [Theory]
    [InlineData("3 4", "0 1 2")]
    [InlineData("2 4|4 5 0", "0 1 2 3")]
    [InlineData("3 4|4", "0 1 2")]
    [InlineData("3 5", "0 1 2 3 4 5 0")]
    [InlineData("0", "")]
    [InlineData("5 0 1", "0 1 2 3 4 5 0")] // held back to the end, then shown
    public void A_stop_sequence_ends_the_text_and_is_not_shown(string stop, string expected)
    {
        static int[] Parse(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        using var model = Successor();
        var sequences = new StopSequences(stop.Split('|').Select(Parse));
        Assert.Equal(Parse(expected), TextGeneration.Continue(model, [5], 7, new Sampler(0), sequences));
    }

    [Fact]
    public void A_penalty_sees_the_prompt_and_what_was_drawn()
    {
        using var model = new BigramModel(vocabulary: 4, context: 8);
        model.Parameters.Values.Clear();
        new float[] { 4, 3, 2.5f, 2.1f }.CopyTo(model.Parameters["bias"]); // halved: 2, 1.5, 1.25, 1.05
        var sampler = new Sampler(0, 0) { RepetitionPenalty = 2 };
        Assert.Equal([0, 2, 3, 0, 0], TextGeneration.Continue(model, [1], 5, sampler));
    }

    [Fact]
    public void Generation_follows_the_model_past_the_end_of_its_context()
    {
        using var model = Successor();
        Assert.Equal(Enumerable.Range(3, 20).Select(i => i % 6), TextGeneration.Continue(model, [0, 1, 2], 20, new Sampler(0)));
        Assert.Equal([0, 1, 2, 3], model.Seen); // the 19 … 22 that the last draw followed
        Assert.Equal([5, 0], TextGeneration.Continue(model, [0, 1, 2, 3, 4, 3, 4], 2, new Sampler(0)));
        Assert.Equal([4, 3, 4, 5], model.Seen);
        Assert.Throws<ArgumentException>(() => TextGeneration.Continue(model, [], 1, new Sampler(0)));
    }

    /// <summary>After each of six tokens the next one follows, and the first after the last.</summary>
    private static BigramModel Successor()
    {
        var model = new BigramModel(vocabulary: 6, context: 4);
        for (int token = 0; token < 6; token++)
            model.Parameters["table"][(token * 6) + ((token + 1) % 6)] = 50;
        return model;
    }

    private static int[] Count(Sampler sampler, float[] logits, int draws)
    {
        int[] counts = new int[logits.Length];
        for (int i = 0; i < draws; i++)
            counts[sampler.Next(logits, i)]++;
        return counts;
    }
}

using TensorDsl.Sampling;

namespace TensorDsl.Training.Tests;

/// <summary>Beam search against trying out everything, on a model whose logits are random for each prefix.</summary>
public class BeamSearchTests
{
    private const int Vocabulary = 4;
    private const int End = 0;
    private const int MaxLength = 4;

    [Theory]
    [InlineData(0)]
    [InlineData(0.6)]
    [InlineData(1)]
    public void A_beam_that_holds_everything_finds_the_best_of_all(double lengthPenalty)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var expected = Everything(seed, [1], lengthPenalty).MaxBy(found => found.Score)!;
            using var generation = Table(seed, batch: 27); // 3 tokens that do not end, three times
            var best = BeamSearch.Search(generation, [1], End, MaxLength, lengthPenalty)[0];
            Assert.Equal(expected.Tokens, best.Tokens);
            Assert.Equal(expected.Score, best.Score, 1e-9);
            Assert.Equal(expected.LogProbability, best.LogProbability, 1e-9);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_narrow_beam_follows_the_likeliest_at_each_step(int width)
    {
        int missed = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            using var generation = Table(seed, width);
            var found = BeamSearch.Search(generation, [2, 3], End, MaxLength, 0.6);
            var expected = Followed(seed, [2, 3], width, 0.6);
            Assert.Equal(expected.Tokens, found[0].Tokens);
            Assert.Equal(expected.Score, found[0].Score, 1e-9);
            Assert.Equal(found.OrderByDescending(hypothesis => hypothesis.Score), found);
            missed += Everything(seed, [2, 3], 0.6).Max(hypothesis => hypothesis.Score) > found[0].Score + 1e-9 ? 1 : 0;
        }

        Assert.True(width > 1 || missed > 0, "The greedy search found everything: the model is too easy.");
    }

    // The likeliest first tokens are the end, 1 and 2; 1 leads nowhere, and after 2 the end is certain.
    [Fact]
    public void Beams_that_go_on_are_not_crowded_out_by_ends_nor_given_up_early()
    {
        using var generation = new Recomputation(
            (tokens, b, t, logits) =>
            {
                for (int row = 0; row < b; row++)
                {
                    for (int i = 0; i < t; i++)
                    {
                        double[] next = i == 0 ? [0.4, 0.35, 0.25, 0] : tokens[(row * t) + 1] == 2 ? [1, 0, 0, 0] : [0.25, 0.25, 0.25, 0.25];
                        for (int token = 0; token < Vocabulary; token++)
                            logits[(((row * t) + i) * Vocabulary) + token] = (float)Math.Log(next[token]);
                    }
                }
            },
            Vocabulary, batch: 2, capacity: 8);
        var best = BeamSearch.Search(generation, [1], End, MaxLength, lengthPenalty: 5)[0];
        Assert.Equal([2], best.Tokens);
        Assert.Equal(Math.Log(0.25), best.LogProbability, 1e-6);
    }

    [Fact]
    public void The_capacity_bounds_the_length()
    {
        using var endless = new Recomputation((_, _, _, logits) =>
        {
            for (int i = 0; i < logits.Length; i++)
                logits[i] = i % Vocabulary == End ? float.NegativeInfinity : 0;
        }, Vocabulary, batch: 2, capacity: 3);
        Assert.All(BeamSearch.Search(endless, [1], End, 100), found => Assert.Equal(3, found.Tokens.Count));
        using var generation = Table(3, batch: 2, capacity: 3);
        Assert.All(BeamSearch.Search(generation, [1], End, 100, 5), found => Assert.InRange(found.Tokens.Count, 0, 3));
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        using var generation = Table(1, batch: 2);
        Assert.Throws<ArgumentException>(() => BeamSearch.Search(generation, [], End, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => BeamSearch.Search(generation, [1], 4, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => BeamSearch.Search(generation, [1], End, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BeamSearch.Search(generation, [1], End, 4, -1));
        generation.Next([1, 1], new float[2 * Vocabulary]);
        Assert.Throws<ArgumentException>(() => BeamSearch.Search(generation, [1], End, 4));
        using var broken = new Recomputation((_, _, _, logits) => logits.Fill(float.NaN), Vocabulary, 1, 8);
        Assert.Throws<ArgumentException>(() => BeamSearch.Search(broken, [1], End, 4));
    }

    [Fact]
    public void Recomputed_sequences_are_truncated_and_reordered()
    {
        using var generation = Table(1, batch: 3);
        float[] logits = new float[3 * Vocabulary];
        generation.Next([1, 2, 2, 3, 3, 1], logits);
        generation.Reorder([2, 0, 0]);
        generation.Next([0, 1, 2], logits);
        Assert.Equal([.. Logits(1, [3, 1, 0]), .. Logits(1, [1, 2, 1]), .. Logits(1, [1, 2, 2])], logits.AsSpan());
        generation.Truncate(1);
        generation.Next([3, 3, 3], logits);
        Assert.Equal([.. Logits(1, [3, 3]), .. Logits(1, [1, 3]), .. Logits(1, [1, 3])], logits.AsSpan());
        Assert.Equal(2, generation.Position);
        Assert.Throws<ArgumentException>(() => generation.Reorder([0, 1, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => generation.Truncate(3));
        Assert.Throws<ArgumentException>(() => generation.Next(new int[3 * 7], logits));
        generation.Reset();
        Assert.Equal(0, generation.Position);
    }

    private static float[] Logits(ulong seed, ReadOnlySpan<int> prefix)
    {
        var random = new CounterRandom(seed, string.Join(' ', prefix.ToArray()));
        return [.. Enumerable.Range(0, Vocabulary).Select(token => (float)(2 * random.Normal((ulong)token)))];
    }

    private static Recomputation Table(ulong seed, int batch, int capacity = 8) => new(
        (tokens, b, t, logits) =>
        {
            for (int row = 0; row < b; row++)
            {
                for (int i = 0; i < t; i++)
                    Logits(seed, tokens.Slice(row * t, i + 1)).CopyTo(logits[(((row * t) + i) * Vocabulary)..]);
            }
        },
        Vocabulary, batch, capacity);

    private static double LogProbability(ulong seed, int[] prefix, int token)
    {
        double[] logits = [.. Logits(seed, prefix).Select(logit => (double)logit)];
        return logits[token] - Math.Log(logits.Sum(Math.Exp));
    }

    private static IEnumerable<BeamHypothesis> Everything(ulong seed, int[] prefix, double lengthPenalty, int length = 0, double logProbability = 0)
    {
        for (int token = 0; token < Vocabulary; token++)
        {
            double sum = logProbability + LogProbability(seed, prefix, token);
            int[] all = [.. prefix, token];
            if (token == End || length + 1 == MaxLength)
            {
                int[] tokens = all[^(length + 1)..];
                yield return new BeamHypothesis(token == End ? tokens[..^1] : tokens, sum, sum / Math.Pow((5.0 + length + 1) / 6, lengthPenalty));
            }
            else
            {
                foreach (var found in Everything(seed, all, lengthPenalty, length + 1, sum))
                    yield return found;
            }
        }
    }

    /// <summary>The same search without an early end: the likeliest of each length that have not ended, and all that end among them.</summary>
    private static BeamHypothesis Followed(ulong seed, int[] prompt, int width, double lengthPenalty)
    {
        var finished = new List<BeamHypothesis>();
        List<(int[] Tokens, double LogProbability)> live = [([], 0)];
        for (int length = 1; length <= MaxLength; length++)
        {
            var all = live.SelectMany(beam => Enumerable.Range(0, Vocabulary).Select(token =>
                (Tokens: (int[])[.. beam.Tokens, token], LogProbability: beam.LogProbability + LogProbability(seed, [.. prompt, .. beam.Tokens], token))));
            live = [];
            foreach (var (tokens, logProbability) in all.OrderByDescending(found => found.LogProbability))
            {
                if (live.Count == width)
                    break;
                if (tokens[^1] == End || length == MaxLength)
                    finished.Add(new BeamHypothesis(tokens[^1] == End ? tokens[..^1] : tokens, logProbability, logProbability / Math.Pow((5.0 + length) / 6, lengthPenalty)));
                if (tokens[^1] != End)
                    live.Add((tokens, logProbability));
            }
        }

        return finished.MaxBy(found => found.Score)!;
    }
}

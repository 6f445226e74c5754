namespace TensorDsl.Sampling;

/// <summary>
/// Looks for the likeliest continuation, following several at a time. A finished continuation Y scores
/// log P(Y) / ((5 + |Y|) / 6)^α, the end token counted in |Y| (Wu et al.: Google's Neural Machine Translation System, 2016,
/// equation 14, without the coverage term); α = 0 is the plain probability, which prefers short texts.
/// </summary>
public static class BeamSearch
{
    /// <summary>Continues <paramref name="prompt"/>.</summary>
    /// <param name="generation">As many sequences as are to be followed at a time, with nothing read yet.</param>
    /// <param name="prompt">The beginning, one token or more; for a decoder its start token.</param>
    /// <param name="end">The token that ends a continuation.</param>
    /// <param name="maxLength">The most tokens of a continuation; one that has not ended then counts as it is.</param>
    /// <param name="lengthPenalty">α, 0 or more; 0.6 in Vaswani et al. 2017.</param>
    /// <returns>What was found, the best first; the best is exact for what was followed.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the logits are not finite.</exception>
    public static IReadOnlyList<BeamHypothesis> Search(
        IGeneration generation, ReadOnlySpan<int> prompt, int end, int maxLength, double lengthPenalty = 0.6)
    {
        ArgumentNullException.ThrowIfNull(generation);
        ArgumentOutOfRangeException.ThrowIfNegative(end);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(end, generation.Vocabulary);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (!(lengthPenalty >= 0 && double.IsFinite(lengthPenalty)))
            throw new ArgumentOutOfRangeException(nameof(lengthPenalty), lengthPenalty, "It must be 0 or more, and finite.");
        if (prompt.IsEmpty || generation.Position != 0)
            throw new ArgumentException(prompt.IsEmpty ? "The prompt is empty." : "The sequences have been read from already.", nameof(prompt));

        int width = generation.Batch;
        var finished = new List<BeamHypothesis>();
        List<Beam> live = [new Beam(0, [], 0)];
        float[] logits = new float[width * generation.Vocabulary];
        var candidates = new BeamCandidates(2 * width);
        int[] tokens = new int[width * prompt.Length];
        for (int b = 0; b < width; b++)
            prompt.CopyTo(tokens.AsSpan(b * prompt.Length));
        int[] sources = new int[width];

        // The last position's token is never read.
        int steps = Math.Min(maxLength, generation.Capacity - prompt.Length + 1);
        for (int length = 1; length <= steps; length++)
        {
            generation.Next(tokens, logits);
            candidates.Clear();
            for (int b = 0; b < live.Count; b++)
                candidates.Add(b, live[b].LogProbability, logits.AsSpan(b * generation.Vocabulary, generation.Vocabulary));

            // At most one continuation of each ends, so that of twice the width at least the width go on.
            var next = new List<Beam>();
            foreach (var (place, token, logProbability) in candidates.Best)
            {
                if (next.Count == width)
                    break;
                var beam = new Beam(place, [.. live[place].Tokens, token], logProbability);
                if (token == end || length == steps)
                    finished.Add(new BeamHypothesis(token == end ? beam.Tokens[..^1] : beam.Tokens, logProbability, Score(logProbability, length)));
                if (token != end)
                    next.Add(beam);
            }

            // No continuation gets likelier, and none is divided by more than at the last step.
            if (next.Count == 0 || (finished.Count > 0 && finished.Max(found => found.Score) >= Score(next[0].LogProbability, steps)))
                break;
            live = next;
            tokens = new int[width];
            for (int b = 0; b < width; b++)
                (sources[b], tokens[b]) = (live[Math.Min(b, live.Count - 1)].Place, live[Math.Min(b, live.Count - 1)].Tokens[^1]);
            generation.Reorder(sources);
        }

        return [.. finished.OrderByDescending(found => found.Score)];

        double Score(double logProbability, int length) => logProbability / Math.Pow((5.0 + length) / 6, lengthPenalty);
    }

    private sealed record Beam(int Place, int[] Tokens, double LogProbability);
}

/// <summary>A continuation that a <see cref="BeamSearch"/> found.</summary>
/// <param name="Tokens">The tokens, without prompt and end.</param>
/// <param name="LogProbability">The natural logarithm of its probability, the end included where it has one.</param>
/// <param name="Score">The same, normalised by the length.</param>
public sealed record BeamHypothesis(IReadOnlyList<int> Tokens, double LogProbability, double Score);

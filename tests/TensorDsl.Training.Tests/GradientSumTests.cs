namespace TensorDsl.Training.Tests;

public class GradientSumTests
{
    private static readonly int[] Tokens = [.. Enumerable.Range(0, 24).Select(i => i * i % 13)];
    private static readonly int[] Targets = [.. Enumerable.Range(0, 24).Select(i => i * 5 % 13)];

    [Fact]
    public void Micro_batches_of_any_sizes_train_like_one_batch()
    {
        using var whole = new BigramModel(13, 8, seed: 1);
        using var parts = new BigramModel(13, 8, seed: 1);
        using var sum = new GradientSum(parts.Gradients);
        using var wholeOptimizer = new AdamW(whole.Parameters, whole.Gradients, new AdamWOptions(MaxGradientNorm: 0.05f));
        using var partsOptimizer = new AdamW(parts.Parameters, sum.Values, new AdamWOptions(MaxGradientNorm: 0.05f));
        for (int step = 0; step < 5; step++)
        {
            whole.Backward(Tokens, Targets, 3, 8);
            wholeOptimizer.Step(whole.Team, 0.01f);
            sum.Clear();
            foreach (var (start, length) in ((int, int)[])[(0, 8), (8, 3), (11, 13)])
            {
                parts.Backward(Tokens.AsSpan(start, length), Targets.AsSpan(start, length), 1, length);
                sum.Add(parts.Team, length);
            }

            Assert.Equal(24, sum.Weight);
            partsOptimizer.Step(parts.Team, 0.01f, 1 / sum.Weight);
            Assert.Equal(wholeOptimizer.LastGradientNorm, partsOptimizer.LastGradientNorm, 1e-5f);
            Assert.True(wholeOptimizer.LastGradientNorm > 0.05f, "Nothing was clipped.");
            for (int i = 0; i < whole.Parameters.Length; i++)
                Assert.Equal(whole.Parameters.Values[i], parts.Parameters.Values[i], 1e-5f);
        }
    }
}

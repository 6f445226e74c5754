using TensorDsl.Sampling;

namespace TensorDsl.Training.Tests;

/// <summary>Text from a model without caches.</summary>
public class RecomputationTests
{
    [Fact]
    public void A_model_without_a_greatest_length_continues_a_text()
    {
        using var model = new BigramModel(vocabulary: 7, context: int.MaxValue);
        int[] text = [.. TextGeneration.Continue(model, [1, 2], length: 5, new Sampler(seed: 1))];
        Assert.Equal(5, text.Length);
        Assert.Equal([1, 2, .. text[..4]], model.Seen);
    }

    [Fact]
    public void A_model_without_a_greatest_length_is_told_a_capacity()
    {
        using var model = new BigramModel(vocabulary: 7, context: int.MaxValue);
        var exception = Assert.Throws<ArgumentException>(() => new Recomputation(model));
        Assert.StartsWith("The model's sequences have no greatest length; say a capacity.", exception.Message, StringComparison.Ordinal);
        using var generation = new Recomputation(model, batch: 2, capacity: 9);
        Assert.Equal(9, generation.Capacity);
    }
}

using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Facts;

/// <summary>What bounds a size in one entry point does so in those that call it, whichever is read first, and in no other.</summary>
public sealed class BoundTests
{
    private const string Logits = """
        static Tensor Logits([Axes("B", "T")] Tokens tokens) => Linear(Embedding(tokens, 12, 8) + LearnedPositions(tokens, 24, 8), 12);
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_caller_keeps_to_what_it_calls(bool isCalledFirst)
    {
        const string Loss = """
            static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets) => CrossEntropy(Logits(tokens), targets, smoothing: 0.1);
            """;
        Assert.Equal([("Logits", 24), ("Loss", 24)], Bounds(isCalledFirst ? Logits + Loss : Loss + Logits));
    }

    // What bounds the caller is no parameter, so that the result is shared, and comes before the call.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_called_is_as_free_as_before(bool isCalledFirst)
    {
        const string Shorter = """
            static Tensor Shorter([Axes("B", "T")] Tokens tokens, [Axes("Place = 16")] Tensor factors)
            {
                var factor = Mean(Take(factors, "Place", tokens.Shape[1].Size));
                return Logits(tokens) * factor;
            }
            """;
        Assert.Equal([("Logits", 24), ("Shorter", 16)], Bounds(isCalledFirst ? Logits + Shorter : Shorter + Logits));
    }

    private static IEnumerable<(string Name, int Bound)> Bounds(string methods) => Elaborated.Graph($"[Model] public partial class Net {{ {methods} }}").Entries
        .OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => (entry.Name, entry.Bounds.GetValueOrDefault("T", int.MaxValue)));
}

using System.Globalization;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>What training may take.</summary>
public class BudgetTests
{
    private const string Body = "Linear(Embedding(tokens, 7, 5) + LearnedPositions(tokens, 4, 5), 7)";

    private const string Whole = "MaxTrainingBytes = 1";

    [Fact]
    public void No_budget() => Of("").Expect();

    [Fact]
    public void Any_budget() => Of("(MaxTrainingBytes = 0)").Expect();

    [Fact]
    public void The_bound_itself_is_allowed_and_one_byte_less_is_not()
    {
        long bytes = Needed("");
        Of($"(MaxTrainingBytes = {bytes})").Expect();
        string less = $"MaxTrainingBytes = {bytes - 1}";
        Of($"({less})").Expect(("TDSL040", less, Message($"it takes {bytes:N0} bytes at B = 1, T = 4, more than {bytes - 1:N0}")));
    }

    [Fact]
    public void A_larger_batch_takes_more()
    {
        Assert.True(Needed("B = 17") > Needed(""));
        Assert.Equal(Needed("B = 17") - Needed("B = 1"), Needed("B = 33") - Needed("B = 17"));
        Assert.True(Needed("B = 16, T = 1") < Needed("B = 16"));
    }

    [Theory]
    [InlineData("B", "'B' is no size; write them as in B = 12, T = 64")]
    [InlineData("B = 0", "'B = 0' is no size; write them as in B = 12, T = 64")]
    [InlineData("B = 2, Q = 3", "'Q' is none of the model's sizes, B, T")]
    public void Sizes_that_cannot_be_read(string sizes, string mistake) =>
        Of($"({Whole}, TrainingSizes = \"{sizes}\")").Expect(("TDSL040", Whole, Message(mistake)));

    [Fact]
    public void A_size_without_a_bound_must_be_given()
    {
        const string body = "Linear(Embedding(tokens, 7, 5), 7)";
        Of($"({Whole})", body).Expect(("TDSL040", Whole, Message("T has no bound; say for which size in TrainingSizes")));
        Of("(MaxTrainingBytes = 100_000, TrainingSizes = \"T = 8\")", body).Expect();
    }

    [Fact]
    public void A_model_without_a_loss() => GeneratorRun.Of(Source($"({Whole})", Body).Replace("Logits", "Scores"))
        .Expect(("TDSL040", Whole, Message("the model has no loss to be trained by")));

    private static long Needed(string sizes)
    {
        string message = Of($"({Whole}, TrainingSizes = \"{sizes}\")").Diagnostics.Single().GetMessage(CultureInfo.InvariantCulture);
        return long.Parse(message.Split("it takes ")[1].Split(" bytes")[0].Replace(",", ""), CultureInfo.InvariantCulture);
    }

    private static GeneratorRun Of(string arguments, string body = Body) => GeneratorRun.Of(Source(arguments, body));

    private static string Source(string arguments, string body) => $$"""
        [Model{{arguments}}]
        public partial class Net
        {
            static Tensor Logits([Axes("B", "T")] Tokens tokens) => {{body}};
        }
        """;

    private static string Message(string mistake) => $"The model cannot be trained within MaxTrainingBytes: {mistake}";
}

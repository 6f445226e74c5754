extern alias generator;

using generator::TensorDsl.Generator;
using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Scheduling;
using generator::TensorDsl.Generator.Verification;
using TensorDsl.Generator.Tests.Support;
using Buffer = generator::TensorDsl.Generator.Scheduling.Buffer;

namespace TensorDsl.Generator.Tests.Verification;

/// <summary>Plans broken by hand: what the verifier says of each.</summary>
public class PlanVerifierTests
{
    private const string Body = """
        var x = Embedding(tokens, Vocab, DModel) + LearnedPositions(tokens, Context, DModel);
        x = Repeat(Layers, x, h => h + SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.Causal) + FeedForward(h, DFf, Gelu));
        return Linear(x, Vocab);
        """;

    [Fact]
    public void Plans_as_they_should_be() => Assert.All(Plans().Programs, Verifier.Check);

    [Fact]
    public void Steps_in_another_order()
    {
        var plan = Backward();
        Breaks(plan with { Steps = [.. plan.Steps.Reverse()] }, "is read before it is stored");
    }

    [Fact]
    public void A_step_that_is_missing()
    {
        var plan = Backward();
        var gather = plan.Steps.OfType<OperationStep>().First(step => step.Operation is GatherNode);
        Breaks(plan with { Steps = [.. plan.Steps.Where(step => step != gather)] }, "is read before it is stored");
    }

    [Fact]
    public void A_step_that_runs_twice()
    {
        var plan = Backward();
        Breaks(plan with { Steps = [plan.Steps[0], .. plan.Steps] }, "is stored twice");
    }

    [Fact]
    public void A_value_without_a_place()
    {
        var plan = Backward();
        var node = plan.Steps[0].Stored[0];
        Breaks(plan with { Storage = plan.Storage.Where(pair => pair.Key != node).ToDictionary() }, "is stored nowhere");
    }

    [Fact]
    public void Barriers_that_are_missing()
    {
        var plan = Backward();
        Breaks(plan with { Phases = new Phases([], plan.Storage) }, "There is no barrier");
    }

    [Fact]
    public void Buffers_that_overlap()
    {
        var plan = Backward();
        foreach (var buffer in Buffers(plan))
            buffer.Offset = 0;
        Assert.Throws<VerificationException>(() => Verifier.Check(plan));
        Assert.Contains("overlap", Assert.Throws<VerificationException>(() => ArenaVerifier.Check(plan)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_outside_of_the_arena()
    {
        var plan = Backward();
        var buffer = Buffers(plan).First();
        buffer.Offset = buffer.Section!.Units - buffer.Units + 1;
        Assert.Contains("of a section of", Assert.Throws<VerificationException>(() => ArenaVerifier.Check(plan)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_for_another_value()
    {
        var plan = Backward();
        var (node, other) = (plan.Steps[0].Stored[0], plan.Storage.Values.OfType<Storage.InArena>().Last());
        Assert.NotEqual(node.Shape.Count, other.Buffer.Size);
        Breaks(plan with { Storage = plan.Storage.ToDictionary(pair => pair.Key, pair => pair.Key == node ? other : pair.Value) }, "has a place for");
    }

    [Fact]
    public void Parameters_that_overlap()
    {
        var slots = Plans().Layout.Slots;
        Verifier.Check(new ParameterLayout(slots));
        Assert.Contains("where", Assert.Throws<VerificationException>(() => Verifier.Check(new ParameterLayout([.. slots, slots[0]]))).Message, StringComparison.Ordinal);
    }

    private static ModelPlans Plans()
    {
        string source = Sources.Model(Body);
        return ModelStages.Schedule(Elaborated.Program(source), ModelStages.Differentiate(Elaborated.Program(source), Elaborated.Graph(source)));
    }

    private static Plan Backward() => Plans().Programs.Single(plan => plan.Name == "Backward");

    private static IEnumerable<Buffer> Buffers(Plan plan) =>
        plan.Storage.Values.OfType<Storage.InArena>().Select(place => place.Buffer).Distinct();

    private static void Breaks(Plan plan, string mistake) =>
        Assert.Contains(mistake, Assert.Throws<VerificationException>(() => Verifier.Check(plan)).Message, StringComparison.Ordinal);
}

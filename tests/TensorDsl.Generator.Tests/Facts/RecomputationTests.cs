extern alias generator;

using generator::TensorDsl.Generator;
using generator::TensorDsl.Generator.Scheduling;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Facts;

/// <summary>Layers that are computed again for the backward pass leave room in the activation arena.</summary>
public class RecomputationTests
{
    [Fact]
    public void Layers_computed_again_take_less_memory()
    {
        const string body = "h + SelfAttention(LayerNorm(h), Heads, DK, DV, Mask.Causal) + FeedForward(LayerNorm(h), DFf, Gelu)";
        const string layers = $"Repeat(12, Embedding(tokens, Vocab, DModel), h => {body}";
        long kept = Floats("Backward", $"return Linear({layers}), Vocab);");
        long again = Floats("Backward", $"return Linear({layers}, recompute: true), Vocab);");
        Assert.InRange(again, 1, kept / 3);
    }

    [Fact]
    public void Steps_of_a_recurrence_computed_again_take_less_memory()
    {
        const string step = "(at, state) => Tanh(Linear(Gelu(Linear(at, DFf) + Linear(state, DFf)), DModel))";
        const string scan = $"var x = Embedding(tokens, Vocab, DModel); x = Scan(x, \"T\", Mean(x, \"T\"), {step}";
        long kept = Floats("Backward", $"{scan}); return Linear(x, Vocab);");
        long again = Floats("Backward", $"{scan}, recompute: true); return Linear(x, Vocab);");
        Assert.InRange(again, 1, kept - 1);
    }

    [Fact]
    public void The_forward_pass_takes_the_same()
    {
        const string scan = "Scan(Embedding(tokens, Vocab, DModel), \"T\", Mean(Embedding(tokens, Vocab, DModel, name: \"start\"), \"T\"), (at, state) => Tanh(Linear(at, DModel) + state)";
        Assert.Equal(Floats("Loss", $"return Linear({scan}), Vocab);"), Floats("Loss", $"return Linear({scan}, recompute: true), Vocab);"));
    }

    // The arena's floats for 8 sequences of 64 positions.
    private static long Floats(string plan, string body)
    {
        string source = Sources.Model(body);
        var program = Elaborated.Program(source);
        var plans = ModelStages.Schedule(program, ModelStages.Differentiate(program, Elaborated.Graph(source)));
        return (long)Section.Length(plans.Programs.Single(each => each.Name == plan).Sections,
            symbols => symbols.Split('·').Aggregate(1L, (floats, symbol) => floats * symbol switch { "B" => 8, "T" => 64, _ => 1 }));
    }
}

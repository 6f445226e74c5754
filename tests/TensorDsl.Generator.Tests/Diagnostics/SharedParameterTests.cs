using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Entry points and shared blocks share parameters by name, and so must ask for the same ones.</summary>
public class SharedParameterTests
{
    [Fact]
    public void The_same_layers() => GeneratorRun.Of(Source(layers: 2)).Expect();

    [Fact]
    public void Another_number_of_layers() => GeneratorRun.Of(Source(layers: 3)).Expect(
        ("TDSL035", "Linear(h, 5)", "The layers of the shared loop 'layers' are 2 in one place and 3 in this one (in Linear ← body of Repeat ← Stack ← Encode)"));

    [Fact]
    public void Another_width() => GeneratorRun.Of(Sources.Model(
        """
        var x = Embedding(tokens, Vocab, 5);
        return Linear(Shared("map", () => Linear(x, 7)) + Shared("map", () => Linear(Concat(-1, x, x), 7)), Vocab);
        """)).Expect(
        ("TDSL035", "Linear(Concat(-1, x, x), 7)", "The shared parameter 'map.linear.weight' is (5, 7) in one place and (10, 7) in this one (in Linear ← body of Shared ← Logits)"));

    [Fact]
    public void Another_initialiser() => GeneratorRun.Of(Sources.Model(
        """
        var scale = Scale(Ones);
        return Linear(Embedding(tokens, Vocab, 5) * scale * Scale(Zeros), Vocab);
        """,
        """
        static Tensor Scale(Initializer init) => Shared("scale", () => Parameter("gain", init, 5));
        """)).Expect(
        ("TDSL035", "Parameter(\"gain\", init, 5)", "The shared parameter 'scale.gain' starts as Constant(1) in one place and as Constant(0) in this one (in body of Shared ← Scale ← Logits)"));

    [Fact]
    public void Other_layers_within() => GeneratorRun.Of(Sources.Model(
        "return Linear(Tower(Tower(Embedding(tokens, Vocab, 5), 2), 3), Vocab);",
        "static Tensor Tower(Tensor x, int layers) => Shared(\"tower\", () => Repeat(layers, x, h => Linear(h, 5)));")).Expect(
        ("TDSL035", "Repeat(layers, x, h => Linear(h, 5))", "The layers of the shared loop 'tower.layers' are 2 in one place and 3 in this one (in body of Shared ← Tower ← Logits)"));

    [Fact]
    public void Layers_inside_a_loop_and_outside() => GeneratorRun.Of(Sources.Model(
        "return Linear(Repeat(3, Tower(Embedding(tokens, Vocab, 5)), Tower), Vocab);",
        "static Tensor Tower(Tensor x) => Shared(\"tower\", () => Repeat(2, x, h => Linear(h, 5)));")).Expect(
        ("TDSL035", "Repeat(2, x, h => Linear(h, 5))", "The loop 'tower.layers' is shared inside another loop, where its layers are written out, and outside, where they are not (in body of Shared ← Tower ← Repeat ← Logits)"));

    [Fact]
    public void Layers_inside_a_loop_of_one_entry_point_and_outside_in_another() => GeneratorRun.Of(Sources.Model(
        "return Linear(Repeat(3, Embedding(tokens, Vocab, 5), Tower), Vocab);",
        """
        static Tensor Encode([Axes("B", "T")] Tokens tokens) => Tower(Embedding(tokens, Vocab, 5));
        static Tensor Tower(Tensor x) => Shared("tower", () => Repeat(2, x, h => Linear(h, 5)));
        """)).Expect(
        ("TDSL035", "Linear(h, 5)", "The loop 'tower.layers' is shared inside another loop, where its layers are written out, and outside, where they are not (in Linear ← body of Repeat ← body of Shared ← Tower ← Encode)"));

    [Fact]
    public void A_tap_in_two_places() => GeneratorRun.Of(Sources.Model(
        "return Linear(Tower(Tower(Embedding(tokens, Vocab, 5))), Vocab);",
        "static Tensor Tower(Tensor x) => Shared(\"tower\", () => Linear(Tap(\"in\", x), 5));")).Expect(
        ("TDSL050", "Tap(\"in\", x)", "The name 'in' stands for another tap already (in body of Shared ← Tower ← Logits)"));

    [Fact]
    public void A_shared_block_in_itself() => GeneratorRun.Of(Sources.Model(
        "return Tower(Embedding(tokens, Vocab, 5));",
        "static Tensor Tower(Tensor x) => Shared(\"tower\", () => Tower(x));")).Expect(
        ("TDSL005", "Tower(x)", "'Tower' calls itself; layers that repeat are written with Repeat"));

    private static string Source(int layers) => $$"""
        [Model]
        public partial class Net
        {
            static Tensor Logits([Axes("B", "T")] Tokens tokens) => Linear(Stack(tokens, 2), 7);

            static Tensor Encode([Axes("B", "T")] Tokens tokens) => Stack(tokens, {{layers}});

            static Tensor Stack(Tokens tokens, int layers) => Repeat(layers, Embedding(tokens, 7, 5), h => h + Linear(h, 5));
        }
        """;
}

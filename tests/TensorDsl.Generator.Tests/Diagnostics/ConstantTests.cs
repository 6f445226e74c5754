using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Where a definition needs a constant and finds none.</summary>
public class ConstantTests
{
    [Fact]
    public void A_field_that_can_change() =>
        In("return Embedding(tokens, Vocab, width);", "static int width = 3;").Expect((
        "TDSL004", "width",
        "A constant is needed here: 'width' is neither const nor static readonly with a value"));

    [Fact]
    public void A_readonly_field_without_a_value() =>
        In("return Embedding(tokens, Vocab, Width);", "static readonly int Width;\nstatic Net() => Width = 3;").Expect((
        "TDSL004", "Width",
        "A constant is needed here: 'Width' is neither const nor static readonly with a value"));

    [Fact]
    public void Fields_that_depend_on_each_other() =>
        In("return Embedding(tokens, Vocab, A);", "static readonly int A = B;\nstatic readonly int B = A;").Expect(("TDSL004", "A", "A constant is needed here: 'A' depends on itself"));

    [Fact]
    public void A_property_of_the_machine() =>
        In("return Embedding(tokens, Vocab, Environment.ProcessorCount);").Expect((
        "TDSL004", "Environment.ProcessorCount",
        "A constant is needed here: 'Environment.ProcessorCount' is known at run time only"));

    [Fact]
    public void A_size_that_the_input_brings() =>
        In("return Linear(Embedding(tokens, Vocab, DModel), tokens.Shape[1].Size.Value * 2);").Expect((
        "TDSL004", "tokens.Shape[1].Size.Value",
        "A constant is needed here: The size T is known at run time only"));

    [Fact]
    public void A_loop_over_the_sequence() =>
        In("var x = Embedding(tokens, Vocab, DModel); for (int i = 0; i < x.Shape[1].Size.Value; i++) x = x + 1; return x;").Expect((
        "TDSL004", "x.Shape[1].Size.Value",
        "A constant is needed here: The size T is known at run time only"));

    private static GeneratorRun In(string body, string members = "") => GeneratorRun.Of(Sources.Model(body, members));
}

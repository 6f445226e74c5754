using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Definitions that call themselves, in every way that C# has.</summary>
public class RecursionTests
{
    private const string Start = "Embedding(tokens, Vocab, DModel)";

    [Fact]
    public void A_method() =>
        In($"return Deep({Start});", "static Tensor Deep(Tensor x) => Deep(x + 1);").Expect((
        "TDSL005", "Deep(x + 1)",
        "'Deep' calls itself; layers that repeat are written with Repeat"));

    [Fact]
    public void Two_methods() =>
        In($"return Ping({Start});", "static Tensor Ping(Tensor x) => Pong(x);\nstatic Tensor Pong(Tensor x) => Ping(x);").Expect((
        "TDSL005", "Ping(x)",
        "'Ping' calls itself; layers that repeat are written with Repeat"));

    [Fact]
    public void A_method_as_a_value() =>
        In($"return Deep({Start});", "static Tensor Deep(Tensor x) => Repeat(Layers, x, Deep);").Expect((
        "TDSL005", "Deep",
        "'Deep' calls itself; layers that repeat are written with Repeat"));

    [Fact]
    public void A_local_function() =>
        In($"return Deep({Start}); Tensor Deep(Tensor x) => Deep(x);").Expect((
        "TDSL005", "Deep(x)",
        "'Deep' calls itself; layers that repeat are written with Repeat"));

    [Fact]
    public void Two_local_functions() =>
        In($"return Ping({Start}); Tensor Ping(Tensor x) => Pong(x); Tensor Pong(Tensor x) => Ping(x);").Expect((
        "TDSL005", "Pong(x)",
        "'Pong' calls itself; layers that repeat are written with Repeat"));

    [Fact]
    public void A_lambda() =>
        In($"Func<Tensor, Tensor> f = null!; f = x => f(x); return f({Start});").Expect((
        "TDSL005", "x => f(x)",
        "This lambda calls itself; layers that repeat are written with Repeat"));

    [Fact]
    public void An_entry_point() => In("return Logits(tokens);").Expect((
        "TDSL005", "Logits(tokens)",
        "'Logits' calls itself; layers that repeat are written with Repeat"));

    private static GeneratorRun In(string body, string members = "") => GeneratorRun.Of(Sources.Model(body, members));
}

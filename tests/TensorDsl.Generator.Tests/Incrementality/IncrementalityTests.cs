using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Incrementality;

/// <summary>An edit recomputes what depends on it and nothing else, stage by stage.</summary>
public class IncrementalityTests
{
    private const string Other = "public class Other { public int Value => 1; /* here */ }";

    private static readonly string Net = Sources.Model(
        """
        var x = Embedding(tokens, Vocab, DModel);
        return Linear(Repeat(Layers, x, h => Mix(h)), Vocab);
        """,
        """
        static Tensor Mix(Tensor h) => h + FeedForward(LayerNorm(h), DFf, Gelu);

        static int Unused() { return 1; }
        """);

    [Fact]
    public void An_edit_in_another_file() =>
        Edits.Of((Net, Net), (Other, Other.Replace("1", "2"))).NothingIsRecomputed();

    [Fact]
    public void An_edit_above_the_class() =>
        Edits.Of((Net, "// A comment.\n\npublic class Above;\n" + Net)).NothingIsRecomputed();

    [Fact]
    public void An_edit_below_the_class() =>
        Edits.Of((Net, Net + "\npublic class Below { int x = 3; }")).NothingIsRecomputed();

    [Fact]
    public void An_edit_in_a_method_that_the_definition_does_not_call() =>
        Edits.Of((Net, Net.Replace("return 1;", "/* a comment */ return 2;"))).NothingIsRecomputed();

    [Fact]
    public void A_comment_within_the_definition() =>
        Edits.Of((Net, Net.Replace("return Linear(", "// The logits.\n        return Linear("))).NothingIsRecomputed();

    [Fact]
    public void A_constant_that_the_definition_does_not_use() =>
        Edits.Of((Net, Net.Replace("DV = 64", "DV = 32"))).NothingIsRecomputed();

    [Fact]
    public void A_constant_moved_to_another_file() => Edits.Of(
        (Net.Replace("DFf = 512;", "DFf = Sizes.DFf;"), Net.Replace("DFf = 512;", "DFf = Sizes.DFf;")),
        ("static class Sizes { public const int DFf = 512; }", "static class Sizes { public const int None = 0, DFf = 512; }"))
        .NothingIsRecomputed();

    [Fact]
    public void A_constant_of_the_definition() =>
        Edits.Of((Net, Net.Replace("DFf = 512", "DFf = 1024"))).EverythingIsRecomputed();

    [Fact]
    public void A_constant_in_another_file() => Edits.Of(
        (Net.Replace("DFf = 512;", "DFf = Sizes.DFf;"), Net.Replace("DFf = 512;", "DFf = Sizes.DFf;")),
        ("static class Sizes { public const int DFf = 512; }", "static class Sizes { public const int DFf = 256; }"))
        .EverythingIsRecomputed();

    [Fact]
    public void A_method_that_the_definition_calls() =>
        Edits.Of((Net, Net.Replace("Gelu", "Relu"))).EverythingIsRecomputed();

    [Fact]
    public void The_name_of_a_constant_is_part_of_messages() =>
        Edits.Of((Net, Net.Replace("DFf", "Hidden"))).EverythingIsRecomputed();

    [Fact]
    public void Of_two_models_only_the_edited_one_is_recomputed()
    {
        string second = Net.Replace("class Net", "class Second");
        var edits = Edits.Of((Net, Net), (second, second.Replace("Gelu", "Relu")));
        edits.NothingIsRecomputed("Net");
        edits.EverythingIsRecomputed("Second");
    }

    [Fact]
    public void Of_two_models_in_one_file_only_the_edited_one_is_recomputed()
    {
        string both = Net + "\n" + Net.Replace("class Net", "class Second").Replace("Gelu", "Silu");
        var edits = Edits.Of((both, both.Replace("Gelu", "Relu")));
        edits.EverythingIsRecomputed("Net");
        edits.NothingIsRecomputed("Second");
    }

    [Fact]
    public void The_declarative_form()
    {
        const string source = "[Transformer(Layers = 2, Heads = 2, DModel = 8, DK = 4, DV = 4, DFf = 16, Vocab = 32, Context = 8)] public partial class Net;";
        Edits.Of((source, "// A comment.\n" + source.Replace("Layers = 2, Heads = 2", "Heads = 2, Layers = 2"))).NothingIsRecomputed();
        Edits.Of((source, source.Replace("Layers = 2", "Layers = 3"))).EverythingIsRecomputed();
    }

    [Fact]
    public void A_diagnostic_moves_with_its_expression_while_nothing_is_recomputed()
    {
        string wrong = Sources.Model("var h = Embedding(tokens, Vocab, DModel);\nreturn h + Linear(h, DFf);");
        var edits = Edits.Of((wrong, "// A comment.\n" + wrong));
        edits.NothingIsRecomputed();
        var location = Assert.Single(edits.Diagnostics).Location;
        Assert.True(location.IsInSource);
        Assert.Equal("h + Linear(h, DFf)", location.SourceTree!.ToString().Substring(location.SourceSpan.Start, location.SourceSpan.Length));
        Assert.StartsWith("// A comment.", location.SourceTree.ToString(), StringComparison.Ordinal);
    }

    private const string Mixing = "static class Mixing { public static Tensor Mix(Tensor h) => h + FeedForward(LayerNorm(h), 12, Gelu); }";

    private static readonly string Caller = Sources.Model("return Linear(Mixing.Mix(Embedding(tokens, Vocab, DModel)), Vocab);");

    [Fact]
    public void A_method_of_another_file()
    {
        Edits.Of((Caller, Caller), (Mixing, Mixing.Replace("Gelu", "Relu"))).EverythingIsRecomputed();
        Edits.Of((Caller, Caller), (Mixing, "// A comment.\n" + Mixing.Replace("static class", "\nstatic class"))).NothingIsRecomputed();
    }

    [Fact]
    public void A_method_that_another_file_s_method_calls()
    {
        string middle = "static class Middle { public static Tensor Mix(Tensor h) => Mixing.Mix(h); }";
        string caller = Caller.Replace("Mixing.Mix", "Middle.Mix");
        Edits.Of((caller, caller), (middle, middle), (Mixing, Mixing.Replace("12", "16"))).EverythingIsRecomputed();
    }

    [Fact]
    public void A_computed_field_of_another_file()
    {
        const string sizes = "static class Sizes { public static readonly double[] Rates = [0.5, 0.25]; }";
        string net = Sources.Model("return Linear(Embedding(tokens, Vocab, DModel) * Sizes.Rates[1], Vocab);");
        Edits.Of((net, net), (sizes, sizes.Replace("0.25", "0.125"))).EverythingIsRecomputed();
        Edits.Of((net, net), (sizes, sizes.Replace("[0.5, 0.25]", "[0.5,  /* a comment */ 0.25]"))).NothingIsRecomputed();
    }

    [Fact]
    public void A_method_of_a_base_class()
    {
        string net = Caller.Replace("Mixing.Mix", "Mix").Replace("class Net", "class Net : Base");
        string mixing = Mixing.Replace("static class Mixing", "public class Base");
        Edits.Of((net, net), (mixing, mixing.Replace("Gelu", "Relu"))).EverythingIsRecomputed();
        Edits.Of((net, net), (mixing, mixing.Replace("}", "} int other;"))).NothingIsRecomputed();
    }

    // Seen or not, the GPU's runtime changes what is written, and nothing that comes before.
    [Fact]
    public void The_runtime_of_the_gpu()
    {
        const string none = "namespace TensorDsl.Ilgpu { class Nothing; }", runtime = "namespace TensorDsl.Ilgpu { class GpuPrograms; }";
        var edits = Edits.Of((Net, Net), (none, runtime));
        Assert.All(Edits.LaterSteps.SkipLast(1), step => Assert.Equal(IncrementalStepRunReason.Cached, edits.Reason(step)));
        Assert.Equal(IncrementalStepRunReason.Modified, edits.Reason(Edits.LaterSteps[^1]));
        Edits.Of((Net, Net), (runtime, runtime), (Other, Other.Replace("1", "2"))).NothingIsRecomputed();
    }

    [Fact]
    public void What_an_alias_stands_for()
    {
        string net = "using M = Mixing;\n" + Caller.Replace("Mixing.Mix", "M.Mix");
        string other = Mixing.Replace("Mixing", "Others").Replace("Gelu", "Relu");
        Edits.Of((net, net.Replace("= Mixing", "= Others")), (Mixing, Mixing), (other, other)).EverythingIsRecomputed();
        Edits.Of((net, net.Replace("using M = Mixing", "using K = Mixing").Replace("M.Mix", "K.Mix")), (Mixing, Mixing)).NothingIsRecomputed();
    }

    [Fact]
    public void Another_part_of_the_class()
    {
        const string part = "public partial class Net { public const int Width = 12; }";
        string net = Sources.Model("return Linear(Linear(Embedding(tokens, Vocab, DModel), Width), Vocab);");
        Edits.Of((net, net), (part, part.Replace("12", "16"))).EverythingIsRecomputed();
        Edits.Of((net, net), (part, part.Replace("public partial", "[Serializable] public partial"))).NothingIsRecomputed();
    }

    [Fact]
    public void Models_of_one_name_in_different_namespaces()
    {
        string a = "namespace A { " + Net + " }", b = "namespace B { " + Net.Replace("Gelu", "Silu") + " }";
        var run = GeneratorRun.Of(a, b);
        run.ExpectCode();
        var names = run.Result.Results.Single().GeneratedSources.Select(source => source.HintName).ToList();
        Assert.Equal(names.Where(name => name.StartsWith("A.Net.", StringComparison.Ordinal)).Select(name => "B" + name[1..]),
            names.Where(name => name.StartsWith("B.Net.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_diagnostic_in_another_file_moves_with_its_expression_while_nothing_is_recomputed()
    {
        string wrong = Mixing.Replace("FeedForward(LayerNorm(h), 12, Gelu)", "Linear(h, 12)");
        var edits = Edits.Of((Caller, Caller), (wrong, "// A comment.\n" + wrong));
        edits.NothingIsRecomputed();
        var location = Assert.Single(edits.Diagnostics).Location;
        Assert.Equal("h + Linear(h, 12)", location.SourceTree!.ToString().Substring(location.SourceSpan.Start, location.SourceSpan.Length));
        Assert.StartsWith("// A comment.", location.SourceTree.ToString(), StringComparison.Ordinal);
    }
}

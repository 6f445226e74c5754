using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Two models never claim one file.</summary>
public class HintNameTests
{
    private const string Body = "{ static Tensor Logits([Axes(\"B\", \"T\")] Tokens tokens) => Embedding(tokens, 96, 8); }";

    [Theory]
    [InlineData("[Model] public partial class Net", "[Model] public partial class NET")]
    [InlineData("namespace A; [Model] public partial class Net", "namespace B; [Model] public partial class Net")]
    [InlineData("namespace A; [Model] public partial class Net", "namespace a; [Model] public partial class Net")]
    public void Models_whose_names_are_close(string first, string second)
    {
        var result = GeneratorRun.Of($"{first} {Body}", $"{second} {Body}").Expect().Result.Results.Single();
        Assert.Null(result.Exception);
        Assert.Equal(2 * Files($"{first} {Body}"), result.GeneratedSources.Length);
    }

    [Fact]
    public void A_class_that_is_both_forms_is_refused_once() => GeneratorRun.Of(
        $"[Model, Transformer(Layers = 2, Heads = 2, DModel = 8, DK = 4, DV = 4, DFf = 16, Vocab = 96, Context = 8)] public partial class Net {Body}")
        .Expect(("TDSL001", "Net", "The model 'Net' cannot be completed: it is both [Model] and [Transformer], of which one defines it"));

    private static int Files(string source) => GeneratorRun.Of(source).Result.Results.Single().GeneratedSources.Length;
}

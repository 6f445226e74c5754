using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Mistakes about the annotated class and its entry points.</summary>
public class ClassTests
{
    private const string Body = """static Tensor Logits([Axes("B", "T")] Tokens tokens) => Embedding(tokens, 96, 8);""";

    [Fact]
    public void Not_partial() => Of($"[Model] public class Net {{ {Body} }}").Expect(("TDSL001", "Net", "The model 'Net' cannot be completed: it is not partial"));

    [Fact]
    public void Nested() => Of($"public partial class Outer {{ [Model] public partial class Net {{ {Body} }} }}").Expect((
        "TDSL001", "Net",
        "The model 'Net' cannot be completed: it is nested in 'Outer'"));

    [Fact]
    public void Generic() => Of($"[Model] public partial class Net<T> {{ {Body} }}").Expect(("TDSL001", "Net", "The model 'Net' cannot be completed: it is generic"));

    [Fact]
    public void Static() => Of($"[Model] public static partial class Net {{ {Body} }}").Expect(("TDSL001", "Net", "The model 'Net' cannot be completed: it is static"));

    [Fact]
    public void Abstract() => Of($"[Model] public abstract partial class Net {{ {Body} }}").Expect(("TDSL001", "Net", "The model 'Net' cannot be completed: it is abstract"));

    [Fact]
    public void Local_to_its_file() => Of($"[Model] file partial class Net {{ {Body} }}").Expect((
        "TDSL001", "Net",
        "The model 'Net' cannot be completed: it is local to its file"));

    [Fact]
    public void A_model_and_a_transformer() => Of($"[Model, Transformer] public partial class Net {{ {Body} }}").Expect((
        "TDSL001", "Net",
        "The model 'Net' cannot be completed: it is both [Model] and [Transformer], of which one defines it"));

    [Fact]
    public void No_entry_point() => Of("[Model] public partial class Net { static Tensor Half(Tensor x) => x / 2; }").Expect((
        "TDSL002", "Net",
        "The model 'Net' has no entry point: a static method that returns a Tensor and whose parameters carry [Axes]"));

    [Fact]
    public void Not_static() => Of($"[Model] public partial class Net {{ {Body.Replace("static ", "")} }}").Expect(("TDSL006", "Logits", "The entry point 'Logits' is not static"));

    [Fact]
    public void Not_a_tensor() => Of("""
        [Model] public partial class Net { static int Logits([Axes("B", "T")] Tokens tokens) => 1; }
        """).Expect(("TDSL006", "Logits", "The entry point 'Logits' does not return a Tensor"));

    [Fact]
    public void A_generic_entry_point() => Of($"[Model] public partial class Net {{ {Body.Replace("Logits", "Logits<T>")} }}").Expect(("TDSL006", "Logits", "The entry point 'Logits' is generic"));

    [Fact]
    public void An_overloaded_entry_point() => Of($$"""
        [Model] public partial class Net
        {
            {{Body}}
            static Tensor Logits([Axes("T")] Tokens tokens, [Axes("T")] Tokens more) => Embedding(tokens, 96, 8);
        }
        """).Expect(("TDSL006", "Logits", "The entry point 'Logits' is declared twice"));

    [Fact]
    public void A_parameter_without_axes() => Of("""
        [Model] public partial class Net { static Tensor Logits([Axes("B", "T")] Tokens tokens, Tokens more) => Embedding(tokens, 96, 8); }
        """).Expect((
        "TDSL006", "Tokens more",
        "The entry point 'Logits' has a parameter 'more' that has no [Axes]"));

    [Fact]
    public void A_parameter_of_another_type() => Of("""
        [Model] public partial class Net { static Tensor Logits([Axes("B", "T")] Tokens tokens, [Axes("B")] int n) => Embedding(tokens, 96, 8); }
        """).Expect((
        "TDSL006", "[Axes(\"B\")] int n",
        "The entry point 'Logits' has a parameter 'n' that is neither Tokens nor Tensor"));

    [Fact]
    public void Two_axes_of_one_name() => Of("""
        [Model] public partial class Net { static Tensor Logits([Axes("T", "T")] Tokens tokens) => Embedding(tokens, 96, 8); }
        """).Expect((
        "TDSL006", "[Axes(\"T\", \"T\")] Tokens tokens",
        "The entry point 'Logits' has a parameter 'tokens' that has two axes of one name"));

    [Fact]
    public void An_axis_without_a_name() => Of("""
        [Model] public partial class Net { static Tensor Logits([Axes("B", "")] Tokens tokens) => Embedding(tokens, 96, 8); }
        """).Expect((
        "TDSL006", "[Axes(\"B\", \"\")] Tokens tokens",
        "The entry point 'Logits' has a parameter 'tokens' that has an axis without a name"));

    [Theory]
    [InlineData("[Model] public partial class Net { static Tensor Logits([Axes(\"T\")] Tokens tokens) => Embedding(tokens, 96, 8); }")]
    [InlineData("namespace A.B; [Model] internal sealed partial class Net { static Tensor Logits([Axes(\"T\")] Tokens tokens) => Embedding(tokens, 96, 8); }")]
    [InlineData("[Model] public partial record Net { static Tensor Logits([Axes(\"T\")] Tokens tokens) => Embedding(tokens, 96, 8); }")]
    [InlineData("[Model] public partial class Net; public partial class Net { static Tensor Logits([Axes(\"T\")] Tokens tokens) => Embedding(tokens, 96, 8); }")]
    public void Right(string source) => Of(source).Expect();

    private static GeneratorRun Of(string source) => GeneratorRun.Of(source);
}

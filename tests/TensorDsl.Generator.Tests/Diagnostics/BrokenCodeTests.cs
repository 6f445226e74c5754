using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>The compiler's own errors are not repeated.</summary>
public class BrokenCodeTests
{
    [Theory]
    [InlineData("return Linear(x, DModel);")]
    [InlineData("return Linear(Embedding(tokens, Vocab, DModel), );")]
    [InlineData("return Unknown(tokens);")]
    [InlineData("var x = Embedding(tokens, Vocab, DModel)")]
    [InlineData("var x = Embedding(tokens, Vocab, DModel);")]
    [InlineData("Tensor x; return x;")]
    [InlineData("return Embedding(tokens, \"many\", DModel);")]
    [InlineData("int n = 1.5; return Embedding(tokens, Vocab, n);")]
    [InlineData("return")]
    [InlineData("return Repeat(Layers, tokens, h => );")]
    [InlineData("return Embedding(tokens, Vocab, DModel) + ;")]
    [InlineData("Console.WriteLine(x); return y;")]
    [InlineData("if (Embedding(tokens, Vocab, DModel)) return Embedding(tokens, Vocab, DModel); else return null!;")]
    [InlineData("int n = \"a\".Length2; return null!;")]
    [InlineData("(int a, int b) = (1, 2, 3); return null!;")]
    public void In_the_body(string body) => GeneratorRun.Of(Sources.Model(body)).ExpectOnlyCompilerErrors();

    [Theory]
    [InlineData("[Model] public partial class Net { static Tensor Logits([Axes(\"B\")] Token tokens) => null!; }")]
    [InlineData("[Model] public partial class Net { static Tensr Logits([Axes(\"B\")] Tokens tokens) => null!; }")]
    [InlineData("[Model] public partial class Net { static Tensor Logits([Axes(\"B\")] Tokens tokens); }")]
    [InlineData("[Model] public partial class Net { static Tensor Logits([Axes(B)] Tokens tokens) => Embedding(tokens, 3, 4); }")]
    [InlineData("[Model] public partial class Net {")]
    [InlineData("[Model] [Model] public partial class Net { static Tensor Logits([Axes(\"B\")] Tokens tokens) => Embedding(tokens, 3, 4); }")]
    [InlineData("[Transformer(Layers = \"many\")] public partial class Net;")]
    [InlineData("[Transformer(Layers = )] public partial class Net;")]
    public void In_the_class(string source) => GeneratorRun.Of(source).ExpectOnlyCompilerErrors();
}

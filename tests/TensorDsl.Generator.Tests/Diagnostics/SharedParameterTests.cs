using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Entry points share parameters by name, and so must ask for the same ones.</summary>
public class SharedParameterTests
{
    [Fact]
    public void The_same_layers() => GeneratorRun.Of(Source(layers: 2)).Expect();

    [Fact]
    public void Another_number_of_layers() =>
        Assert.Equal("TDSL016", Assert.Single(GeneratorRun.Of(Source(layers: 3)).Diagnostics).Id);

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

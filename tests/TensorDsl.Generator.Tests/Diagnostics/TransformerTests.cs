using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Mistakes in the declarative form.</summary>
public class TransformerTests
{
    private const string Sizes = "Layers = 6, Heads = 8, DModel = 512, DK = 64, DV = 64, DFf = 2048, Vocab = 8192, Context = 128";

    [Fact]
    public void Right() => Of($"[Transformer({Sizes})] public partial class Vaswani;").Expect();

    [Theory]
    [InlineData("Layers = 6")]
    [InlineData("Heads = 8")]
    [InlineData("DModel = 512")]
    [InlineData("DK = 64")]
    [InlineData("DV = 64")]
    [InlineData("DFf = 2048")]
    [InlineData("Vocab = 8192")]
    [InlineData("Context = 128")]
    public void A_size_must_be_positive(string argument)
    {
        string name = argument.Split(' ')[0];
        foreach (string size in new[] { "0", "-3" })
        {
            Of($"[Transformer({Sizes.Replace(argument, $"{name} = {size}")})] public partial class Vaswani;")
                .Expect(("TDSL013", $"{name} = {size}", $"{name} must be positive, but is {size}"));
        }

        string rest = string.Join(", ", Sizes.Split(", ").Where(other => other != argument));
        Of($"[Transformer({rest})] public partial class Vaswani;")
            .Expect(("TDSL013", $"Transformer({rest})", $"{name} is missing; it must be positive"));
    }

    [Fact]
    public void Every_size_is_missing() => Of("[Transformer] public partial class Vaswani;").Expect(("TDSL013", "Transformer", "Layers is missing; it must be positive"),
        ("TDSL013", "Transformer", "Heads is missing; it must be positive"),
        ("TDSL013", "Transformer", "DModel is missing; it must be positive"),
        ("TDSL013", "Transformer", "DK is missing; it must be positive"),
        ("TDSL013", "Transformer", "DV is missing; it must be positive"),
        ("TDSL013", "Transformer", "DFf is missing; it must be positive"),
        ("TDSL013", "Transformer", "Vocab is missing; it must be positive"),
        ("TDSL013", "Transformer", "Context is missing; it must be positive"));

    [Theory]
    [InlineData("DecoderOnly")]
    [InlineData("EncoderOnly")]
    [InlineData("EncoderDecoder")]
    public void Families_over_text(string family)
    {
        Of($"[Transformer({Sizes}, Family = TransformerFamily.{family}, Positions = PositionKind.Rotary, Tied = false)] public partial class Net;").Expect();
        Of($"[Transformer({Sizes}, Family = TransformerFamily.{family}, Classes = 10)] public partial class Net;")
            .Expect(("TDSL033", "Classes = 10", $"'Classes' has no meaning for the family {family}"));
        Of($"[Transformer({Sizes.Replace("Heads = 8, ", "")}, Family = TransformerFamily.{family})] public partial class Net;")
            .Expect(("TDSL013", $"Transformer({Sizes.Replace("Heads = 8, ", "")}, Family = TransformerFamily.{family})", "Heads is missing; it must be positive"));
    }

    [Fact]
    public void Vision_has_images_and_classes()
    {
        const string Vision = "Family = TransformerFamily.Vision, Layers = 2, Heads = 2, DModel = 8, DK = 4, DV = 4, DFf = 16, Image = 8, Classes = 10";
        Of($"[Transformer({Vision}, Patch = 4)] public partial class Net;").Expect();
        Of($"[Transformer({Vision}, Patch = 4, Channels = 1, Activation = ActivationKind.SwiGlu)] public partial class Net;").Expect();
        Of($"[Transformer({Vision})] public partial class Net;")
            .Expect(("TDSL013", $"Transformer({Vision})", "Patch is missing; it must be positive"));
        Of($"[Transformer({Vision}, Patch = 4, Tied = true)] public partial class Net;")
            .Expect(("TDSL033", "Tied = true", "'Tied' has no meaning for the family Vision"));
        Of($"[Transformer({Vision}, Patch = 3)] public partial class Net;").Expect((
            "TDSL032", $"Transformer({Vision}, Patch = 3)",
            "Patches of side Patch = 3 do not divide images (B, Height = 8, Width = 8, Channels = 3) of (…, Height, Width, Channels) (in patches ← Vision ← Logits)"));
    }

    [Theory]
    [InlineData("DecoderOnly")]
    [InlineData("EncoderOnly")]
    [InlineData("EncoderDecoder")]
    public void Heads_of_queries_share_those_of_keys(string family)
    {
        string block = $"Family = TransformerFamily.{family}, {Sizes}";
        Of($"[Transformer({block}, KeyHeads = 2)] public partial class Net;").Expect();
        string wrong = $"Transformer({block}, KeyHeads = 3)";
        var mistake = Assert.Single(Of($"[{wrong}] public partial class Net;").Diagnostics);
        Assert.Equal("TDSL031", mistake.Id);
        Assert.StartsWith("The heads of queries, Heads = 8, do not divide evenly among the heads of keys, 3", mistake.GetMessage());
    }

    [Theory]
    [InlineData("DecoderOnly", "Logits")]
    [InlineData("EncoderOnly", "Logits", "Loss", "Encode")]
    [InlineData("EncoderDecoder", "Logits", "Loss", "Encode", "Decode")]
    public void Entry_points(string family, params string[] names)
    {
        var program = Elaborated.Program($"[Transformer(Family = TransformerFamily.{family}, {Sizes})] public partial class Net;");
        Assert.Equal(names, program.EntryPoints.Select(entry => entry.Name));
    }

    [Fact]
    public void The_decoder_takes_what_the_encoder_gives() => Assert.Empty(GeneratorRun.Of(
        $"[Transformer(Family = TransformerFamily.EncoderDecoder, {Sizes})] public sealed partial class Net;",
        """
        static class Use
        {
            public static void Translate(Net net, int[] source, int[] lengths, int[] tokens, float[] memory, float[] logits)
            {
                net.Encode(source, lengths, 1, 2, memory);
                net.Decode(memory, lengths, tokens, 1, 2, 3, logits);
            }
        }
        """).Errors);

    [Fact]
    public void Training_has_a_budget()
    {
        Of($"[Transformer({Sizes}, MaxTrainingBytes = 100_000_000_000, TrainingSizes = \"B = 1, T = 128\")] public partial class Net;").Expect();
        var mistake = Assert.Single(Of($"[Transformer({Sizes}, MaxTrainingBytes = 1000, TrainingSizes = \"B = 1, T = 128\")] public partial class Net;").Diagnostics);
        Assert.Equal("TDSL040", mistake.Id);
    }

    [Fact]
    public void Not_partial() => Of($"[Transformer({Sizes})] public class Vaswani;").Expect((
        "TDSL001", "Vaswani",
        "The model 'Vaswani' cannot be completed: it is not partial"));

    private static GeneratorRun Of(string source) => GeneratorRun.Of(source);
}

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Blocks, masks and losses as generated code.</summary>
public sealed class BlockTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(2, 18)]
    public void GroupsOfHeads(int b, int t) => Agreement.Check<Grouped>(new { B = b, T = t });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(2, 18)]
    public void ScoresByDistance(int b, int t) => Agreement.Check<Distances>(new { B = b, T = t });

    [Fact]
    public void Masks()
    {
        Agreement.Check<Masked>(new { B = 3, T = 7, lengths = (int[])[7, 1, 4] });
        Agreement.Check<Masked>(new { B = 1, T = 1, lengths = (int[])[1] });
    }

    [Fact]
    public void Layers()
    {
        Agreement.Check<Layered>(new { B = 3, S = 5, T = 7, lengths = (int[])[5, 1, 4] });
        Agreement.Check<Layered>(new { B = 1, S = 1, T = 1, lengths = (int[])[1] });
        Agreement.Check<Layered>(new { B = 2, S = 18, T = 4, lengths = (int[])[17, 18] });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void ImagesAndVectors(int b) => Agreement.Check<Seen>(new { B = b });

    [Fact]
    public void Families()
    {
        Agreement.Check<LaterDecoder>(new { B = 2, T = 7 }, typeof(FamilyDefinitions.LaterDecoder));
        float[] weights = [1, 0, 0.5f, 0, 2, 1, 0, 0, 1, 0];
        Agreement.Check<Filler>(new { B = 2, T = 5, lengths = (int[])[5, 2], weights }, typeof(FamilyDefinitions.Filler));
        Agreement.Check<Translator>(new { B = 2, S = 7, T = 5, lengths = (int[])[3, 7], weights }, typeof(FamilyDefinitions.Translator));
        Agreement.Check<LaterTranslator>(new { B = 2, S = 7, T = 5, lengths = (int[])[3, 7], weights }, typeof(FamilyDefinitions.LaterTranslator));
        Agreement.Check<Classifier>(new { B = 3, labels = (int[])[4, 0, 2] }, typeof(FamilyDefinitions.Classifier));
    }

    [Fact]
    public void TheDecoderReadsWhatTheEncoderGives()
    {
        const int B = 2, S = 7, T = 5, Width = 10, Vocab = 11;
        int[] source = [.. Enumerable.Range(0, B * S).Select(i => i * i % Vocab)], lengths = [3, 7];
        int[] tokens = [.. Enumerable.Range(0, B * T).Select(i => 3 * i % Vocab)];
        float[] logits = new float[B * T * Vocab], memory = new float[B * S * Width], decoded = new float[B * T * Vocab];
        using (var model = new Translator(2, 1))
        {
            Agreement.Scatter(model.Parameters);
            model.Logits(source, lengths, tokens, B, S, T, logits);
            model.Encode(source, lengths, B, S, memory);
            model.Decode(memory, lengths, tokens, B, S, T, decoded);
        }

        Assert.All(logits.Zip(decoded), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        using (var model = new LaterTranslator(2, 1))
        {
            Agreement.Scatter(model.Parameters);
            model.Logits(source, lengths, tokens, B, S, T, logits);
            model.Encode(source, lengths, B, S, memory);
            model.Decode(memory, lengths, tokens, B, S, T, decoded);
        }

        Assert.All(logits.Zip(decoded), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    // The class token's vector is what the classes are told from, and the embedding what words are.
    [Fact]
    public void HeadsReadWhatTheEncodersGive()
    {
        const int B = 3, Patches = 9, Width = 10, Classes = 5;
        using var model = new Classifier(2, 1);
        Agreement.Scatter(model.Parameters);
        float[] images = [.. Enumerable.Range(0, B * 6 * 6 * 2).Select(i => MathF.Sin(i))], logits = new float[B * Classes];
        float[] encoded = new float[B * (1 + Patches) * Width];
        model.Logits(images, B, logits);
        model.Encode(images, B, encoded);
        for (int b = 0; b < B; b++)
        {
            for (int c = 0; c < Classes; c++)
            {
                double sum = model.Weights.Classes.Bias[c];
                for (int d = 0; d < Width; d++)
                    sum += (double)encoded[(b * (1 + Patches) * Width) + d] * model.Weights.Classes.Weight[d, c];
                Assert.Equal(sum, logits[(b * Classes) + c], 1e-5);
            }
        }
    }

    [Fact]
    public void LossesFall()
    {
        Agreement.Trains<Grouped>(new { B = 3, T = 5, targets = (int[])[1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5] });
        Agreement.Trains<Layered>(new { B = 3, S = 5, T = 7, lengths = (int[])[5, 1, 4] });
        Agreement.Trains<Seen>(new { B = 4 }, loss: "PairLoss");
    }
}

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
        Agreement.Check<Classifier>(new { B = 3, labels = (int[])[4, 0, 2] }, typeof(FamilyDefinitions.Classifier));
    }

    [Fact]
    public void LossesFall()
    {
        Agreement.Trains<Grouped>(new { B = 3, T = 5, targets = (int[])[1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5] });
        Agreement.Trains<Layered>(new { B = 3, S = 5, T = 7, lengths = (int[])[5, 1, 4] });
        Agreement.Trains<Seen>(new { B = 4 }, loss: "PairLoss");
    }
}

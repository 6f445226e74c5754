namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Numbers as inputs, several inputs, results, entry points and losses.</summary>
public sealed class InputTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(2, 17)]
    public void NumbersAreHandedIn(int b, int t) => Agreement.Check<Regression>(new { B = b, T = t });

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(2, 4, 19)]
    public void EntryPointsShareParametersAndHaveTheirOwnGradients(int b, int s, int t) => Agreement.Check<Pairs>(new { B = b, S = s, T = t });

    [Fact]
    public void EntryPointsThatCallOthersNameTheirLayersOn()
    {
        Agreement.Check<Heads>(new { B = 6 });
        Agreement.Check<Twice>(new { B = 6 });
    }

    [Fact]
    public void LengthsAndRepeatedResults() => Agreement.Check<Padded>(new { B = 4, T = 6, lengths = (int[])[0, 6, 3, 2] });

    // Only what is looked up must be below the number of places; a place that is not there equals none.
    [Fact]
    public void TokensThatAreComparedWithPlacesMayLieBehindTheLast() =>
        Agreement.Check<EndMarks>(new { B = 4, lengths = (int[])[0, 5, 3, 9] });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(2, 19)]
    public void TwoAxesOfOneInputHaveOneSize(int b, int n)
    {
        Agreement.Check<GraphOfNodes>(new { B = b, N = n });
        using var model = new GraphOfNodes(1);
        float[] x = new float[b * n * 5], near = new float[b * n * (n + 1)], distance = new float[n * n], encoded = new float[b * n * 6];
        Assert.Equal("near", Assert.Throws<ArgumentException>(() => model.Encode(x, near, distance, b, n, encoded)).ParamName);
    }

    [Fact]
    public void LossesFall()
    {
        Agreement.Trains<Regression>(new { B = 3, T = 5 });
        Agreement.Trains<Pairs>(new { B = 3, S = 5, T = 7 });
        Agreement.Trains<Pairs>(new { B = 3, S = 5, T = 7 }, loss: "SharpnessLoss");
        Agreement.Trains<Pairs>(new { B = 3, S = 5 }, loss: "SourceLoss");
    }
}

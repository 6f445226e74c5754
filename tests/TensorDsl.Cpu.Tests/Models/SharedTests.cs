namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Parameters that several places share are one set, and their gradient is the sum over the places.</summary>
public sealed class SharedTests
{
    [Fact]
    public void OneEncoderOnTwoInputs() => Agreement.Check<SiameseTowers>(new { B = 3, S = 5, T = 4, lengths = (int[])[5, 2, 3], otherLengths = (int[])[1, 4, 2] });

    [Fact]
    public void OneLayerAtAllDepths() => Agreement.Check<SharedDepth>(new { B = 2, T = 5 });

    [Fact]
    public void OneLayerWrittenOut() => Agreement.Check<SharedDepthUnrolled>(new { B = 2, T = 5 });

    [Fact]
    public void APartOfEachLayer() => Agreement.Check<SharedFeedForward>(new { B = 2, T = 5 });

    [Fact]
    public void WithinEachLayer() => Agreement.Check<SharedInBlocks>(new { B = 2, T = 5 });

    [Fact]
    public void InLoopsAndRecurrences() => Agreement.Check<SharedInLoops>(new { B = 2, T = 5 });

    [Fact]
    public void TwoSetsOfOneEncoder() => Agreement.Check<StudentAndTeacher>(new { B = 3 });

    [Fact]
    public void ATransposedDecoder() => Agreement.Check<TiedAutoencoder>(new { B = 3 });

    [Fact]
    public void TwoResults() => Agreement.Check<SharedPairs>(new { B = 2, T = 3 });

    [Fact]
    public void TheLayerIsThereOnce()
    {
        string[] layer = ["layerNorm.gain", "layerNorm.bias", "selfAttention.query", "selfAttention.queryBias", "selfAttention.key",
            "selfAttention.keyBias", "selfAttention.value", "selfAttention.valueBias", "selfAttention.output", "selfAttention.outputBias",
            "layerNorm2.gain", "layerNorm2.bias", "feedForward.up", "feedForward.upBias", "feedForward.down", "feedForward.downBias"];
        string[] all = ["embedding.table", .. layer.Select(name => "layer.encoderLayer." + name), "linear.weight", "linear.bias"];
        Assert.Equal(all, SharedDepth.Layout.Select(info => info.Name));
        Assert.Equal(all, SharedDepthUnrolled.Layout.Select(info => info.Name));
    }

    [Fact]
    public void RolledOrWrittenOutIsTheSameModel()
    {
        const int B = 2, T = 5, Vocab = 9;
        using var rolled = new SharedDepth(2, 1);
        using var unrolled = new SharedDepthUnrolled(1, 1);
        Assert.Equal(rolled.Parameters.Values.ToArray(), unrolled.Parameters.Values.ToArray());
        int[] tokens = [.. Enumerable.Range(0, B * T).Select(i => i * i % Vocab)];
        float[] expected = new float[B * T * Vocab], actual = new float[B * T * Vocab];
        unrolled.Logits(tokens, B, T, expected);
        rolled.Logits(tokens, B, T, actual);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void ATapSeesEachDepth()
    {
        using var model = new SharedDepth(2, 1);
        var look = new SharedDepth.Look(2, 3);
        model.Logits([1, 2, 3, 4, 5, 6], 2, 3, new float[2 * 3 * 9], look);
        Assert.Equal<nint>([4, 2, 3, 10], [.. look.Taps.Residual.Lengths]);
        float first = look.Taps.Residual[0, 0, 0][0], last = look.Taps.Residual[3, 0, 0][0];
        Assert.NotEqual(first, last);
    }

    [Fact]
    public void ParametersOfLayersAreFoundByName()
    {
        using var model = new SiameseTowers(1, 1);
        Assert.Equal(model.Parameters["encoder.layers.2.encoderLayer.feedForward.upBias"][1], model.Weights.Encoder.Layers[2].EncoderLayer.FeedForward.UpBias[1]);
        Assert.Equal(1 + (3 * 16) + 2, SiameseTowers.Layout.Count);
    }
}

namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>Models of images, numbers and what other models have learned: all that they compute, each gradient, and that they learn.</summary>
public sealed class VisionAndRepresentationTests
{
    private static readonly Dictionary<string, (Type Model, object[] Sizes)> Models = new()
    {
        [nameof(VisionTransformer)] = (typeof(VisionTransformer), [new { B = 3 }, new { B = 1 }]),
        [nameof(CaptionTransformer)] = (typeof(CaptionTransformer), [new { B = 3, T = 5 }, new { B = 1, T = 1 }, new { B = 2, T = 9 }]),
        [nameof(Dino)] = (typeof(Dino), [new { B = 3 }, new { B = 1 }]),
        [nameof(SceneTransformer)] = (typeof(SceneTransformer), [new { B = 3, T = 7 }, new { B = 1, T = 1 }, new { B = 2, T = 19 }]),
        [nameof(AttentionOnly)] = (typeof(AttentionOnly), [new { B = 3, T = 7 }, new { B = 1, T = 1 }, new { B = 2, T = 19 }]),
        [nameof(InContextRegression)] = (typeof(InContextRegression), [new { B = 3, N = 7 }, new { B = 1, N = 1 }, new { B = 2, N = 19 }]),
        [nameof(SparseAutoencoder)] = (typeof(SparseAutoencoder), [new { B = 5 }, new { B = 1 }]),
        [nameof(DensePassageRetriever)] = (typeof(DensePassageRetriever),
        [
            new { B = 3, S = 5, T = 7, questionLengths = (int[])[5, 1, 3], passageLengths = (int[])[2, 7, 4] },
            new { B = 2, S = 1, T = 19, questionLengths = (int[])[1, 1], passageLengths = (int[])[17, 19] },
        ]),
        [nameof(ResidualNetwork)] = (typeof(ResidualNetwork), [new { B = 3 }, new { B = 2 }]),
        [nameof(TemporalConvolutions)] = (typeof(TemporalConvolutions), [new { B = 3, T = 7 }, new { B = 1, T = 1 }, new { B = 2, T = 19 }]),
        [nameof(WaveClassifier)] = (typeof(WaveClassifier), [new { B = 3 }, new { B = 1 }]),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithTheEagerEngine(string name)
    {
        var (model, sizes) = Models[name];
        foreach (object size in sizes)
            Agreement.Check(model, size);
        Agreement.Check(model, sizes[0], threads: 3, seed: 5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LossFalls(string name)
    {
        var (model, sizes) = Models[name];
        Agreement.Trains(model, sizes[0], steps: 20, learningRate: 3e-3f);
    }
}

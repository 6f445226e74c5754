namespace TensorDsl.Cpu.Tests.Zoo;

/// <summary>Models of texts: all that they compute, each gradient, and that they learn.</summary>
public sealed class SequenceModelTests
{
    // Which words of 3 × 5 are masked.
    private static readonly float[] Masked = [1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0];

    private static readonly Dictionary<string, (Type Model, object[] Sizes)> Models = new()
    {
        [nameof(Vaswani)] = (typeof(Vaswani), [new { B = 3, S = 6, T = 5, lengths = (int[])[6, 2, 4] }, new { B = 1, S = 1, T = 1, lengths = (int[])[1] }]),
        [nameof(Gpt2)] = (typeof(Gpt2), [new { B = 3, T = 5 }, new { B = 1, T = 1 }, new { B = 2, T = 11 }]),
        [nameof(Llama)] = (typeof(Llama), [new { B = 3, T = 5 }, new { B = 1, T = 1 }, new { B = 2, T = 19 }]),
        [nameof(Bert)] = (typeof(Bert), [new { B = 3, T = 5, lengths = (int[])[5, 1, 4], masked = Masked }]),
        [nameof(Albert)] = (typeof(Albert), [new { B = 3, T = 5, lengths = (int[])[5, 1, 4], masked = Masked }]),
        [nameof(SentenceBert)] = (typeof(SentenceBert),
        [
            new { B = 3, S = 5, T = 7, lengths = (int[])[5, 1, 3], premiseLengths = (int[])[5, 1, 3], hypothesisLengths = (int[])[2, 7, 4] },
            new { B = 1, S = 1, T = 1, lengths = (int[])[1], premiseLengths = (int[])[1], hypothesisLengths = (int[])[1] },
        ]),
        [nameof(BigBird)] = (typeof(BigBird),
        [
            new { B = 2, T = 24, lengths = (int[])[24, 17], masked = (float[])[.. Enumerable.Range(0, 48).Select(i => i % 3 / 2f)] },
            new { B = 3, T = 5, lengths = (int[])[5, 1, 4], masked = Masked },
        ]),
        [nameof(GruEncoderDecoder)] = (typeof(GruEncoderDecoder), [new { B = 3, S = 6, T = 5 }, new { B = 1, S = 1, T = 1 }]),
        [nameof(Bahdanau)] = (typeof(Bahdanau), [new { B = 3, S = 6, T = 5, lengths = (int[])[6, 2, 4] }, new { B = 1, S = 1, T = 1, lengths = (int[])[1] }]),
        [nameof(LstmLanguageModel)] = (typeof(LstmLanguageModel), [new { B = 3, T = 5 }, new { B = 1, T = 1 }]),
        [nameof(FeedForwardOnTop)] = (typeof(FeedForwardOnTop), [new { B = 3, T = 5 }, new { B = 1, T = 1 }, new { B = 2, T = 19 }]),
        [nameof(AssociativeMemory)] = (typeof(AssociativeMemory), [new { B = 3, T = 5 }, new { B = 1, T = 1 }]),
        [nameof(NonlinearQueries)] = (typeof(NonlinearQueries), [new { B = 3, T = 5 }, new { B = 1, T = 1 }]),
        [nameof(PidFormer)] = (typeof(PidFormer), [new { B = 3, T = 5 }, new { B = 1, T = 1 }]),
        [nameof(ResidualAsPredictionError)] = (typeof(ResidualAsPredictionError), [new { B = 3, T = 5 }, new { B = 1, T = 1 }, new { B = 2, T = 19 }]),
        [nameof(NormalisedPredictionError)] = (typeof(NormalisedPredictionError), [new { B = 3, T = 5 }, new { B = 1, T = 1 }, new { B = 2, T = 19 }]),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithTheEagerEngine(string name)
    {
        var (model, sizes) = Models[name];
        foreach (object size in sizes)
            Agreement.Check(model, size);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void LossFalls(string name)
    {
        var (model, sizes) = Models[name];
        Agreement.Trains(model, sizes[0]);
    }
}

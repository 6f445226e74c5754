using TensorDsl.Examples.Commands;
using TensorDsl.Sampling;
using TensorDsl.Text;
using TensorDsl.Training;
using TranslateExample.Models;
using TranslateExample.Translating;

namespace TensorDsl.Examples.Tests;

/// <summary>The translator's forms, without a process around them.</summary>
public sealed class TranslatorModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Caches_find_what_recomputation_finds(int beams)
    {
        const int Longest = 12;
        using var model = new SmallTranslator(threads: 1, seed: 5);
        int[] source = [17, 2900, 5, 88, 1234, 40], target = [700, 8, 15, 700, 2100];
        Learn(model, PairBatch.Of([new TokenPair(source, target), new TokenPair([17, 88], [15, 9])]), steps: 60);
        float[] memory = new float[beams * source.Length * model.Width];
        int[] sources = [.. Enumerable.Repeat(source, beams).SelectMany(tokens => tokens)];
        int[] lengths = [.. Enumerable.Repeat(source.Length, beams)];
        model.Encode(sources, lengths, beams, source.Length, memory);

        using var cached = ((ITranslator)model).NewGeneration(memory, lengths, beams, source.Length, Longest);
        using var recomputed = new Recomputation(
            (tokens, b, t, logits) => model.Decode(memory, lengths, tokens, b, source.Length, t, logits), Vocabulary.Size, beams, Longest);
        var found = BeamSearch.Search(cached, [Vocabulary.Start], Vocabulary.End, Longest);
        var expected = BeamSearch.Search(recomputed, [Vocabulary.Start], Vocabulary.End, Longest);
        Assert.Equal(expected.Select(hypothesis => hypothesis.Tokens), found.Select(hypothesis => hypothesis.Tokens));
        Assert.Equal(expected[0].Score, found[0].Score, 1e-4);
        Assert.Equal(target, found[0].Tokens);
    }

    [Fact]
    public void The_base_form_learns_a_batch()
    {
        using var model = Forms.Create("base", new Hardware(Device.Cpu, 0), seed: 1);
        const int D = 512, Attention = 4 * ((D * D) + D), FeedForward = (2 * D * 2048) + 2048 + D, Norm = 2 * D;
        Assert.Equal((6 * ((3 * Attention) + (2 * FeedForward) + (5 * Norm))) + (2 * Norm) + (Vocabulary.Size * D), model.Parameters.Count);
        var batch = PairBatch.Of([new TokenPair([10, 11, 12], [20, 21]), new TokenPair([30, 31], [40, 41, 42])]);
        float before = Loss(model, batch);
        Learn(model, batch, steps: 3);
        Assert.True(Loss(model, batch) < before);
    }

    [Fact]
    public void A_sample_is_spread_evenly_and_depends_on_the_seed()
    {
        int[] all = [.. Enumerable.Range(0, 1000)];
        var sample = Sample.Of(all, 50, seed: 3);
        Assert.Equal(50, sample.Count);
        Assert.All(sample.Zip(sample.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 19, 21));
        Assert.InRange(sample[0], 0, 19);
        Assert.Equal(sample, Sample.Of(all, 50, seed: 3));
        Assert.NotEqual(sample, Sample.Of(all, 50, seed: 4));
        Assert.Equal(all, Sample.Of(all, 1001, seed: 3));
    }

    [Fact]
    public void A_translation_of_nothing_is_nothing()
    {
        using var model = Forms.Create("small", new Hardware(Device.Cpu, 1), seed: 1);
        Assert.Equal("", new SentenceTranslator(model, BytePairEncoding.Learn(["a b"], Vocabulary.Size, Vocabulary.Reserved)).Translate("  "));
    }

    private static float Loss(ITranslator model, PairBatch batch) =>
        model.Loss(batch.Source, batch.Lengths, batch.Tokens, batch.Targets, batch.Count, batch.SourceLength, batch.TargetLength);

    private static void Learn(ITranslator model, PairBatch batch, int steps)
    {
        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
        for (int step = 0; step < steps; step++)
        {
            ((IDropoutModel)model).DropoutSeed = (ulong)step;
            model.Backward(batch.Source, batch.Lengths, batch.Tokens, batch.Targets, batch.Count, batch.SourceLength, batch.TargetLength);
            optimizer.Step(model.Team, 1e-3f);
        }
    }
}

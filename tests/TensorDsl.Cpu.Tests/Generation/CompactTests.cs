using TensorDsl.Cpu.Tests.Models;
using TensorDsl.Sampling;
using TensorDsl.Training;

namespace TensorDsl.Cpu.Tests.Generation;

/// <summary>
/// With weights in fewer bits, a model computes what its definition says of the rounded weights: the eager engine, in double
/// precision, and the generated code in single precision are given those.
/// </summary>
public sealed class CompactTests
{
    public static TheoryData<string, WeightStorage> Cases
    {
        get
        {
            var cases = new TheoryData<string, WeightStorage>();
            foreach (string name in GenerationTests.Models.Keys)
            {
                cases.Add(name, WeightStorage.BFloat16);
                cases.Add(name, WeightStorage.Int8);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithTheDefinitionOfTheRoundedWeights(string name, WeightStorage storage)
    {
        const int Most = 6;
        using var model = GenerationTests.Models[name](3);
        Agreement.Scatter(model.Parameters);
        using var compact = ((ICompactableModel)model).Compact(storage);
        using var rounded = GenerationTests.Models[name](1);
        model.Parameters.CopyTo(rounded.Parameters);
        compact.Weights.CopyTo(rounded.Parameters);
        Assert.False(model.Parameters.Values.SequenceEqual(rounded.Parameters.Values));

        int t = Math.Min(model.Context, 9);
        var (tokens, _) = Agreement.Batch(model, Most, t);
        float[] whole = new float[Most * t * model.Vocabulary];
        rounded.Logits(tokens, Most, t, whole);
        if (EntryDefinition.AllOf(model.GetType()).FirstOrDefault(entry => entry.Name == "Logits") is { } definition)
        {
            var eager = definition.Run(new EagerModel(rounded.Parameters), [new InputValue([("B", Most), ("T", t)], tokens, null)]);
            whole = [.. eager[0].Values.Select(value => (float)value)];
        }

        // A sequence's logits do not depend on the others.
        for (int b = 1; b <= Most; b++)
        {
            using var generation = compact.NewGeneration(b, t);
            foreach (int[] cuts in (int[][])[[1], [t], [4, 1, 2]])
            {
                generation.Reset();
                for (int i = 0; generation.Position < t; i++)
                    GenerationTests.Step(generation, tokens[..(b * t)], t, cuts[i % cuts.Length], whole);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void DoesNotDependOnTheNumberOfThreads(string name, WeightStorage storage)
    {
        const int B = 2;
        float[]? first = null;
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var model = GenerationTests.Models[name](threads);
            using var compact = ((ICompactableModel)model).Compact(storage);
            using var generation = compact.NewGeneration(B, 5);
            var (tokens, _) = Agreement.Batch(model, B, 5);
            float[] logits = new float[B * model.Vocabulary];
            generation.Next(GenerationTests.Columns(tokens, 5, 0, 4), logits);
            generation.Next(GenerationTests.Columns(tokens, 5, 4, 1), logits);
            Assert.Equal(first ??= logits, logits);
        }
    }

    [Theory]
    [InlineData(WeightStorage.BFloat16)]
    [InlineData(WeightStorage.Int8)]
    public void ADecoderReadsWhatItsEncoderLeftOnce(WeightStorage storage)
    {
        const int B = 3, S = 6, T = 11;
        using var model = new CausalTranslator(2, 1);
        Agreement.Scatter(model.Parameters);
        using var compact = model.Compact(storage);
        var random = new Random(3);
        int[] source = [.. Enumerable.Range(0, B * S).Select(_ => random.Next(7))];
        int[] target = [.. Enumerable.Range(0, B * T).Select(_ => random.Next(11))];
        float[] whole = new float[B * T * 11];
        using var rounded = new CausalTranslator(2, 1);
        compact.Weights.CopyTo(rounded.Parameters);
        rounded.Logits(source, target, B, S, T, whole);
        using var generation = compact.NewGeneration(source, B, S, T);
        foreach (int count in (int[])[1, T, 4])
        {
            generation.Reset();
            while (generation.Position < T)
                GenerationTests.Step(generation, target, T, count, whole);
        }
    }

    [Theory]
    [InlineData(WeightStorage.BFloat16)]
    [InlineData(WeightStorage.Int8)]
    public void ARecurrentDecoderReadsWhatItsEncoderLeftOnce(WeightStorage storage)
    {
        const int B = 5, S = 4, T = 6, Vocab = RecurrentTranslator.Vocab;
        using var model = new RecurrentTranslator(2, 1);
        Agreement.Scatter(model.Parameters);
        using var compact = model.Compact(storage);
        var random = new Random(3);
        int[] source = [.. Enumerable.Range(0, B * S).Select(_ => random.Next(Vocab))];
        int[] tokens = [.. Enumerable.Range(0, B * T).Select(_ => random.Next(Vocab))];
        float[] whole = new float[B * T * Vocab];
        using var rounded = new RecurrentTranslator(2, 1);
        compact.Weights.CopyTo(rounded.Parameters);
        rounded.Logits(source, tokens, B, S, T, whole);
        using var generation = compact.NewGeneration(source, B, S, T);
        while (generation.Position < T)
            GenerationTests.Step(generation, tokens, T, 1, whole);
    }

    [Theory]
    [InlineData(WeightStorage.BFloat16)]
    [InlineData(WeightStorage.Int8)]
    public void AStepAllocatesNothing(WeightStorage storage)
    {
        using var model = new OneHead(2, 1);
        using var compact = model.Compact(storage);
        using var generation = compact.NewGeneration(1, 5);
        int[] tokens = [1];
        float[] logits = new float[generation.Vocabulary];
        generation.Next(tokens, logits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 4; i++)
            generation.Next(tokens, logits);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void SamplingAndBeamSearchTakeIt()
    {
        using var model = new Gated(2, 1);
        using var compact = model.Compact(WeightStorage.Int8);
        using var one = compact.NewGeneration(1, 12);
        int[] text = [.. TextGeneration.Continue(one, [1, 2], 9, new Sampler(1))];
        Assert.Equal(9, text.Length);
        using var two = compact.NewGeneration(2, 12);
        Assert.NotEmpty(BeamSearch.Search(two, [1], end: 0, maxLength: 6));
    }

    /// <summary>After learning a repeated word, logits were off by 6·10⁻⁴ and 2·10⁻³ of their norm, and the loss by 10⁻⁴ of itself.</summary>
    [Theory]
    [InlineData(WeightStorage.BFloat16, 1e-3, 5e-4)]
    [InlineData(WeightStorage.Int8, 4e-3, 1e-3)]
    public void ATrainedModelLosesLittle(WeightStorage storage, double logitError, double lossError)
    {
        const int B = 4, T = 16;
        using var model = new CharGptExample.CharGpt(2, 1);
        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
        const string Text = "storage ";
        int[] tokens = [.. Enumerable.Range(0, B * T).Select(i => Text[(i + (i / T)) % Text.Length] - ' ')];
        int[] targets = [.. Enumerable.Range(0, B * T).Select(i => Text[(i + 1 + (i / T)) % Text.Length] - ' ')];
        for (int step = 0; step < 12; step++)
        {
            model.Backward(tokens, targets, B, T);
            optimizer.Step(model.Team, 1e-3f);
        }

        float loss = model.Loss(tokens, targets, B, T);
        float[] before = new float[B * T * CharGptExample.CharGpt.Vocab], after = new float[before.Length];
        model.Logits(tokens, B, T, before);
        using (var compact = model.Compact(storage))
            compact.Weights.CopyTo(model.Parameters);
        model.Logits(tokens, B, T, after);
        double off = Math.Sqrt(before.Zip(after, (x, y) => Math.Pow(x - y, 2)).Sum() / before.Sum(x => (double)x * x));
        double lost = Math.Abs(model.Loss(tokens, targets, B, T) - loss) / loss;
        Assert.InRange(off, 1e-5, logitError);
        Assert.True(lost < lossError, $"The loss {loss} is off by {lost:e2}.");
    }

    [Fact]
    public void WeightsAreCopied()
    {
        using var model = new OneHead(1, 1);
        using var compact = model.Compact(WeightStorage.Int8);
        using var generation = compact.NewGeneration(1, 2);
        float[] before = new float[generation.Vocabulary], after = new float[generation.Vocabulary];
        generation.Next([1], before);
        model.Parameters.Values.Fill(3);
        generation.Reset();
        generation.Next([1], after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void WhatWasDisposedDoesNotGoOn()
    {
        using var model = new OneHead(1, 1);
        var compact = model.Compact(WeightStorage.BFloat16);
        using var generation = compact.NewGeneration(1, 2);
        float[] logits = new float[generation.Vocabulary];
        generation.Next([1], logits);
        compact.Dispose();
        compact.Dispose();
        Assert.Throws<ObjectDisposedException>(() => generation.Next([1], logits));
        Assert.Throws<ObjectDisposedException>(() => compact.Weights.CopyTo(model.Parameters));
        Assert.Equal(1, generation.Position);
    }

    [Theory]
    [InlineData(WeightStorage.BFloat16, float.NaN)]
    [InlineData(WeightStorage.BFloat16, float.NegativeInfinity)]
    [InlineData(WeightStorage.BFloat16, float.MaxValue)]
    [InlineData(WeightStorage.Int8, float.NaN)]
    [InlineData(WeightStorage.Int8, float.PositiveInfinity)]
    public void AWeightThatCannotBeStoredIsNamed(WeightStorage storage, float value)
    {
        using var model = new OneHead(1, 1);
        const string Name = "layers.0.feedForward.up";
        model.Parameters[Name][^1] = value;
        var mistake = Assert.Throws<ArgumentException>(() => model.Compact(storage));
        Assert.Equal($"The parameter '{Name}' holds a value that is not finite, or too large for {storage}.", mistake.Message);
    }

    [Theory]
    [InlineData(WeightStorage.Float32)]
    [InlineData((WeightStorage)7)]
    public void OnlyFewerBitsAreStored(WeightStorage storage)
    {
        using var model = new OneHead(1, 1);
        Assert.Equal("storage", Assert.Throws<ArgumentOutOfRangeException>(() => model.Compact(storage)).ParamName);
    }
}

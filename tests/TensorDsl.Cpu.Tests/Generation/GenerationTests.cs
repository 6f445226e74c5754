using CharGptExample;
using TensorDsl.Cpu.Tests.Models;
using TensorDsl.Sampling;

namespace TensorDsl.Cpu.Tests.Generation;

/// <summary>Run a few positions at a time, a model gives the logits that it gives for the whole sequence.</summary>
public sealed class GenerationTests
{
    internal static readonly Dictionary<string, Func<int, ILanguageModel>> Models = new()
    {
        [nameof(CharGpt)] = threads => new CharGpt(threads, 1),
        [nameof(OneHead)] = threads => new OneHead(threads, 1),
        [nameof(Declared)] = threads => new Declared(threads, 1),
        [nameof(NestedCausal)] = threads => new NestedCausal(threads, 1),
        [nameof(WrittenOutCausal)] = threads => new WrittenOutCausal(threads, 1),
        [nameof(Biased)] = threads => new Biased(threads, 1),
        [nameof(PredictionError)] = threads => new PredictionError(threads, 1),
        [nameof(FlatCausal)] = threads => new FlatCausal(threads, 1),
        [nameof(Gated)] = threads => new Gated(threads, 1),
        [nameof(CausalTables)] = threads => new CausalTables(threads, 1),
        [nameof(Started)] = threads => new Started(threads, 1),
        [nameof(Convolved)] = threads => new Convolved(threads, 1),
        [nameof(GruLanguage)] = threads => new GruLanguage(threads, 1),
        [nameof(LstmLanguage)] = threads => new LstmLanguage(threads, 1),
        [nameof(RecurrentLayers)] = threads => new RecurrentLayers(threads, 1),
        [nameof(SharedDepth)] = threads => new SharedDepth(threads, 1),
        [nameof(SharedDepthUnrolled)] = threads => new SharedDepthUnrolled(threads, 1),
        [nameof(SharedFeedForward)] = threads => new SharedFeedForward(threads, 1),
        [nameof(SharedInBlocks)] = threads => new SharedInBlocks(threads, 1),
        [nameof(SharedInLoops)] = threads => new SharedInLoops(threads, 1),
        [nameof(Hybrid)] = threads => new Hybrid(threads, 1),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithTheWholeSequenceHoweverItIsCut(string name)
    {
        const int B = 3;
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var model = Models[name](threads);
            Agreement.Scatter(model.Parameters);
            int t = Math.Min(model.Context, 23);
            var (tokens, _) = Agreement.Batch(model, B, t);
            float[] whole = new float[B * t * model.Vocabulary];
            model.Logits(tokens, B, t, whole);
            using var generation = ((IGenerativeModel)model).NewGeneration(B, t);
            foreach (int[] cuts in (int[][])[[1], [t], [4, 1, 1, 7], [2, 3]])
            {
                generation.Reset();
                for (int i = 0; generation.Position < t; i++)
                    Step(generation, tokens, t, cuts[i % cuts.Length], whole);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GoesOnFromWhereItIsTruncatedOrFromAnotherSequence(string name)
    {
        const int B = 3;
        using var model = Models[name](2);
        Agreement.Scatter(model.Parameters);
        int t = Math.Min(model.Context, 9);
        var (tokens, wrong) = Agreement.Batch(model, B, t);
        float[] whole = new float[B * t * model.Vocabulary];
        model.Logits(tokens, B, t, whole);
        using var generation = ((IGenerativeModel)model).NewGeneration(B, t);
        Step(generation, tokens, t, 2, whole);
        generation.Next(Columns(wrong, t, 2, t - 2), new float[B * model.Vocabulary]);
        generation.Truncate(2);
        Step(generation, tokens, t, 1, whole);

        // Each place goes on from another, one of them from itself.
        int[] sources = [1, 1, 0];
        generation.Reorder(sources);
        int[] chosen = [.. sources.SelectMany(source => tokens.Skip(source * t).Take(t))];
        model.Logits(chosen, B, t, whole);
        while (generation.Position < t)
            Step(generation, chosen, t, 1, whole);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AllocatesNothingInAStep(string name)
    {
        using var model = Models[name](2);
        using var generation = ((IGenerativeModel)model).NewGeneration(2, Math.Min(model.Context, 64));
        int[] tokens = [1, 2];
        float[] logits = new float[2 * model.Vocabulary];
        generation.Next(tokens, logits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 4; i++)
            generation.Next(tokens, logits);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void ADecoderReadsASetWithAClassToken()
    {
        const int B = 2, S = 5, T = 9;
        using var model = new SetReader(2, 1);
        Agreement.Scatter(model.Parameters);
        var random = new Random(3);
        float[] set = [.. Enumerable.Range(0, B * S * 8).Select(_ => random.NextSingle())];
        int[] tokens = [.. Enumerable.Range(0, B * T).Select(_ => random.Next(11))];
        float[] whole = new float[B * T * 11];
        model.Decode(set, tokens, B, S, T, whole);
        using var generation = model.NewGeneration(set, B, S, T);
        foreach (int count in (int[])[1, T, 4])
        {
            generation.Reset();
            while (generation.Position < T)
                Step(generation, tokens, T, count, whole);
        }

        generation.Reset();
        int[] swapped = [.. tokens.Skip(T), .. tokens.Take(T)];
        float[] other = [.. set.Skip(S * 8), .. set.Take(S * 8)];
        generation.Reorder([1, 0]);
        model.Decode(other, swapped, B, S, T, whole);
        Step(generation, swapped, T, 3, whole);
        Assert.Throws<ArgumentException>(() => model.NewGeneration(new float[16], B, 1, T));
    }

    [Fact]
    public void SequencesAreReorderedWhereThereAreAsManyHeads()
    {
        const int T = 7;
        using var model = new HeadsFirst(2, 1);
        Agreement.Scatter(model.Parameters);
        var random = new Random(3);
        int[] tokens = [.. Enumerable.Range(0, HeadsFirst.Batch * T).Select(_ => random.Next(HeadsFirst.Vocab))];
        float[] whole = new float[HeadsFirst.Batch * T * HeadsFirst.Vocab];
        model.Logits(tokens, T, whole);
        using var generation = model.NewGeneration(T);
        Step(generation, tokens, T, 4, whole);
        int[] sources = [1, 1, 0];
        generation.Reorder(sources);
        int[] chosen = [.. sources.SelectMany(i => tokens.Skip(i * T).Take(T))];
        model.Logits(chosen, T, whole);
        while (generation.Position < T)
            Step(generation, chosen, T, 2, whole);
    }

    [Fact]
    public void ADecoderReadsWhatItsEncoderLeftOnce()
    {
        const int B = 3, S = 6, T = 11;
        using var model = new CausalTranslator(2, 1);
        Agreement.Scatter(model.Parameters);
        var random = new Random(3);
        int[] source = [.. Enumerable.Range(0, B * S).Select(_ => random.Next(7))];
        int[] target = [.. Enumerable.Range(0, B * T).Select(_ => random.Next(11))];
        float[] whole = new float[B * T * 11];
        model.Logits(source, target, B, S, T, whole);
        using var generation = model.NewGeneration(source, B, S, T);
        foreach (int count in (int[])[1, T, 4])
        {
            generation.Reset();
            while (generation.Position < T)
                Step(generation, target, T, count, whole);
        }

        // The source goes with the sequence.
        int[] sources = [2, 0, 0];
        generation.Truncate(5);
        generation.Reorder(sources);
        int[] chosen = [.. sources.SelectMany(i => target.Skip(i * T).Take(T))];
        model.Logits([.. sources.SelectMany(i => source.Skip(i * S).Take(S))], chosen, B, S, T, whole);
        Step(generation, chosen, T, 2, whole);
        Assert.Equal("source", Assert.Throws<ArgumentException>(() => model.NewGeneration(source.AsSpan(1), B, S, T)).ParamName);
    }

    [Fact]
    public void ADecoderOfItsOwnTakesTheEncodersResult()
    {
        const int B = 2, S = 5, T = 7;
        using var model = new Reader(2, 1);
        var random = new Random(3);
        float[] memory = [.. Enumerable.Range(0, B * S * Reader.DModel).Select(_ => (float)random.NextDouble())];
        int[] lengths = [5, 3];
        int[] tokens = [.. Enumerable.Range(0, B * T).Select(_ => random.Next(Reader.Vocab))];
        float[] whole = new float[B * T * Reader.Vocab];
        model.Decode(memory, lengths, tokens, B, S, T, whole);
        using var generation = model.NewGeneration(memory, lengths, B, S, T);
        while (generation.Position < T)
            Step(generation, tokens, T, 2, whole);
    }

    [Fact]
    public void ARecurrentDecoderReadsWhatItsEncoderLeftOnce()
    {
        const int B = 3, S = 6, T = 11, Vocab = RecurrentTranslator.Vocab;
        using var model = new RecurrentTranslator(2, 1);
        Agreement.Scatter(model.Parameters);
        var random = new Random(3);
        int[] source = [.. Enumerable.Range(0, B * S).Select(_ => random.Next(Vocab))];
        int[] tokens = [.. Enumerable.Range(0, B * T).Select(_ => random.Next(Vocab))];
        float[] whole = new float[B * T * Vocab];
        model.Logits(source, tokens, B, S, T, whole);
        using var generation = model.NewGeneration(source, B, S, T);
        foreach (int count in (int[])[1, T, 4])
        {
            generation.Reset();
            while (generation.Position < T)
                Step(generation, tokens, T, count, whole);
        }

        int[] sources = [2, 0, 0];
        generation.Truncate(5);
        generation.Reorder(sources);
        int[] chosen = [.. sources.SelectMany(i => tokens.Skip(i * T).Take(T))];
        model.Logits([.. sources.SelectMany(i => source.Skip(i * S).Take(S))], chosen, B, S, T, whole);
        while (generation.Position < T)
            Step(generation, chosen, T, 2, whole);
    }

    [Fact]
    public void MasksOfWindowsAndLengthsHideLaterPositionsAsWell()
    {
        const int B = 3, T = 13;
        using var model = new PaddedCausal(2, 1);
        Agreement.Scatter(model.Parameters);
        var random = new Random(3);
        int[] tokens = [.. Enumerable.Range(0, B * T).Select(_ => random.Next(PaddedCausal.Vocab))];
        int[] lengths = [13, 6, 9];
        float[] whole = new float[B * T * PaddedCausal.Vocab];
        model.Logits(lengths, tokens, B, T, whole);
        using var generation = model.NewGeneration(lengths, B, T);
        foreach (int count in (int[])[1, T, 5])
        {
            generation.Reset();
            while (generation.Position < T)
                Step(generation, tokens, T, count, whole);
        }
    }

    [Fact]
    public void WhatAllPositionsShareIsReadOnceForRecurrencesOfOtherAxes()
    {
        const int B = 3, T = 7, Vocab = KindOfText.Vocab;
        using var model = new KindOfText(2, 1);
        Agreement.Scatter(model.Parameters);
        var random = new Random(3);
        int[] tokens = [.. Enumerable.Range(0, B * T).Select(_ => random.Next(Vocab))];
        int[] kind = [1, 0, 5];
        float[] whole = new float[B * T * Vocab];
        model.Logits(tokens, kind, B, T, whole);
        using var generation = model.NewGeneration(kind, B, T);
        foreach (int count in (int[])[1, T, 3])
        {
            generation.Reset();
            while (generation.Position < T)
                Step(generation, tokens, T, count, whole);
        }
    }

    [Fact]
    public void ModelsThatLookAheadHaveNoGeneration()
    {
        using var bidirectional = new Bidirectional(1);
        using var mean = new Shared(1);
        using var backward = new GatedRecurrences(1);
        Assert.IsNotAssignableFrom<IGenerativeModel>(bidirectional);
        Assert.IsNotAssignableFrom<IGenerativeModel>(mean);
        Assert.IsNotAssignableFrom<IGenerativeModel>(backward);
    }

    [Fact]
    public void BadInputIsRefusedAndNamed()
    {
        using var model = new OneHead(1);
        Assert.Equal("b", Assert.Throws<ArgumentOutOfRangeException>(() => model.NewGeneration(0)).ParamName);
        Assert.Equal("capacity", Assert.Throws<ArgumentOutOfRangeException>(() => model.NewGeneration(1, 6)).ParamName);
        using var generation = model.NewGeneration(2, 4);
        float[] logits = new float[2 * generation.Vocabulary];
        Assert.Equal("tokens", Assert.Throws<ArgumentException>(() => generation.Next([1, 2, 3], logits)).ParamName);
        Assert.Equal("tokens", Assert.Throws<ArgumentException>(() => generation.Next([1], logits)).ParamName);
        Assert.Equal("tokens", Assert.Throws<ArgumentException>(() => generation.Next([1, 11], logits)).ParamName);
        Assert.Equal("logits", Assert.Throws<ArgumentException>(() => generation.Next([1, 2], logits.AsSpan(1))).ParamName);
        Assert.Equal("tokens", Assert.Throws<ArgumentException>(() => generation.Next(new int[10], logits)).ParamName);
        Assert.Equal(0, generation.Position);
        generation.Next(new int[8], logits);
        Assert.Equal("tokens", Assert.Throws<ArgumentException>(() => generation.Next([1, 2], logits)).ParamName);
        Assert.Equal("position", Assert.Throws<ArgumentOutOfRangeException>(() => generation.Truncate(5)).ParamName);
        Assert.Equal("sources", Assert.Throws<ArgumentException>(() => generation.Reorder([0, 2])).ParamName);
        generation.Dispose();
        Assert.Throws<ObjectDisposedException>(() => generation.Next([1, 2], logits));
    }

    // Reads the next positions and compares the last one's logits.
    internal static void Step(IGeneration generation, int[] tokens, int length, int count, float[] whole)
    {
        int vocabulary = generation.Vocabulary;
        count = Math.Min(count, length - generation.Position);
        float[] logits = new float[generation.Batch * vocabulary];
        generation.Next(Columns(tokens, length, generation.Position, count), logits);
        for (int b = 0; b < generation.Batch; b++)
        {
            var expected = whole.AsSpan(((b * length) + generation.Position - 1) * vocabulary, vocabulary);
            double norm = Math.Sqrt(expected.ToArray().Sum(value => (double)value * value));
            for (int i = 0; i < vocabulary; i++)
                Assert.Equal(expected[i], logits[(b * vocabulary) + i], 1e-5 * norm);
        }
    }

    internal static int[] Columns(int[] tokens, int length, int from, int count) =>
        [.. tokens.Chunk(length).SelectMany(row => row.Skip(from).Take(count))];
}

using TensorDsl.Cpu.Tests.Models;
using TensorDsl.Sampling;
using TensorDsl.Training;

namespace TensorDsl.Ilgpu.Tests;

/// <summary>The agreement suite over tiny models, which every device passes.</summary>
public abstract class DeviceSuite
{
    private static readonly Dictionary<string, (Type Model, object Sizes, Type? Definition)> Models = new (Type Model, object Sizes, Type? Definition)[]
    {
        (typeof(OneHead), new { B = 2, T = 4 }, null),
        (typeof(Bidirectional), new { B = 2, T = 5 }, null),
        (typeof(WrittenOut), new { B = 2, T = 3 }, null),
        (typeof(Cpu.Tests.Models.Shared), new { B = 2, T = 3 }, null),
        (typeof(Unrolled), new { B = 2, T = 3 }, null),
        (typeof(TwoLoops), new { B = 1, T = 3 }, null),
        (typeof(Nested), new { B = 2, T = 3 }, null),
        (typeof(Flat), new { B = 2, T = 3 }, null),
        (typeof(OtherMasks), new { B = 2, T = 3 }, null),
        (typeof(Dropping), new { B = 2, T = 3 }, null),
        (typeof(DroppingRegression), new { B = 5 }, null),
        (typeof(DroppingRecomputed), new { B = 2, T = 3 }, null),
        (typeof(Remembering), new { B = 2, T = 3 }, null),
        (typeof(Returning), new { B = 2, T = 3 }, null),
        (typeof(WideHeads), new { B = 2, T = 35 }, null),
        (typeof(Block), new { B = 1, T = 21 }, null),
        (typeof(WideKeys), new { B = 1, T = 19 }, null),
        (typeof(WidestHeads), new { B = 1, T = 18, S = 9 }, null),
        (typeof(ManyTiles), new { Rows = 131 }, null),
        (typeof(Repeated), new { B = 1, T = 35, S = 37 }, null),
    }.ToDictionary(model => model.Model.Name);

    public static TheoryData<string> Names => [.. Models.Keys];

    /// <summary>The device; it is disposed by the test.</summary>
    protected abstract Device NewDevice();

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithTheEagerEngine(string name)
    {
        var (model, sizes, definition) = Models[name];
        using var device = NewDevice();
        Agreement.Check(model, sizes, definition, device: device);
    }

    [Fact]
    public void FollowsTheEagerEngineForThreeSteps()
    {
        using var device = NewDevice();
        using var model = new OneHead(device, 1, 1);
        var eager = new EagerModel(model.Parameters);
        var options = new AdamWOptions(MaxGradientNorm: 0.5f);
        using var optimizer = new AdamW(model.Parameters, model.Gradients, options);
        var oracle = new EagerAdamW(eager, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay, options.MaxGradientNorm!.Value);
        int[] tokens = [1, 2, 3, 4, 5, 6], targets = [2, 3, 4, 5, 6, 7];
        for (int step = 0; step < 3; step++)
        {
            var loss = eager.Run(() => Ops.CrossEntropy(
                OneHead.Logits(Tokens.Of(tokens, ("B", 2), ("T", 3))), Tokens.Of(targets, ("B", 2), ("T", 3))));
            Assert.Equal(loss.Item, model.Backward(tokens, targets, 2, 3), 1e-4 * loss.Item);
            double norm = oracle.Step(eager.Backward(loss), 1e-2);
            optimizer.Step(model.Team, 1e-2f);
            Assert.Equal(norm, optimizer.LastGradientNorm, 1e-4 * norm);
        }
    }

    // Tokens, rates and what is dropped are another step's each time, so nothing of a step that was recorded may last.
    [Fact]
    public void FollowsTheEagerEngineThroughStepsThatDiffer()
    {
        using var device = NewDevice();
        using var model = new Dropping(device, 1, 1);
        var eager = new EagerModel(model.Parameters);
        var options = new AdamWOptions(MaxGradientNorm: 0.5f);
        using var optimizer = new AdamW(model.Parameters, model.Gradients, options);
        var oracle = new EagerAdamW(eager, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay, options.MaxGradientNorm!.Value);
        for (int step = 0; step < 5; step++)
        {
            var random = new Random(step);
            int[] tokens = [.. Enumerable.Range(0, 6).Select(_ => random.Next(9))], targets = [.. tokens.Reverse()];
            model.DropoutSeed = (ulong)random.NextInt64();
            eager.DropoutSeed = model.DropoutSeed;
            var loss = eager.Run(() => Ops.CrossEntropy(
                Dropping.Logits(Tokens.Of(tokens, ("B", 2), ("T", 3))), Tokens.Of(targets, ("B", 2), ("T", 3))));
            Assert.Equal(loss.Item, model.Backward(tokens, targets, 2, 3), 1e-4 * loss.Item);
            double rate = 1e-2 / (step + 1), norm = oracle.Step(eager.Backward(loss), rate);
            optimizer.Step(model.Team, (float)rate);
            Assert.Equal(norm, optimizer.LastGradientNorm, 1e-4 * norm);
        }

        Assert.Equal((5, 0), (optimizer.Steps, optimizer.SkippedSteps));
        foreach (var (name, parameter) in eager.Parameters)
            Assert.Equal(parameter.Values.Select(value => (float)value), model.Parameters[name].ToArray(), (a, b) => Math.Abs(a - b) < 1e-4f);
    }

    // The next step is the one that it would have been: neither the moments nor their correction have moved on.
    [Fact]
    public void AStepThatIsLeftOutIsAsIfItHadNotBeen()
    {
        using Device device = NewDevice(), another = NewDevice();
        using OneHead model = new(device, 1, 1), undisturbed = new(another, 1, 1);
        using var first = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
        using var second = new AdamW(undisturbed.Parameters, undisturbed.Gradients, new AdamWOptions());
        for (int step = 1; step <= 3; step++)
        {
            model.Backward([1, 2, 3, 4], [2, 3, 4, 5], 2, 2);
            model.Gradients.Values[3] = step == 2 ? float.NaN : float.NegativeInfinity;
            first.Step(model.Team, 1e-2f);
            Assert.Equal(model.Backward([1, 2, 3, 4], [2, 3, 4, 5], 2, 2), undisturbed.Backward([1, 2, 3, 4], [2, 3, 4, 5], 2, 2));
            first.Step(model.Team, 1e-2f);
            second.Step(undisturbed.Team, 1e-2f);
            Assert.Equal(((long)step, (long)step), (first.Steps, first.SkippedSteps));
            Assert.Equal(second.LastGradientNorm, first.LastGradientNorm);
        }

        Assert.Equal(undisturbed.Parameters.Values.ToArray(), model.Parameters.Values.ToArray());
        Assert.Equal(second.SecondMoments.Values.ToArray(), first.SecondMoments.Values.ToArray());
    }

    [Theory]
    [InlineData(typeof(OneHead))]
    [InlineData(typeof(Remembering))]
    [InlineData(typeof(Windowed))]
    public void GeneratesWhatTheWholeSequenceSays(Type type)
    {
        const int B = 2, T = 5;
        ArgumentNullException.ThrowIfNull(type);
        using var device = NewDevice();
        using var model = (ILanguageModel)Activator.CreateInstance(type, device, 1, 1UL)!;
        Agreement.Scatter(model.Parameters);
        int[] tokens = [1, 2, 3, 4, 5, 6, 0, 1, 2, 3];
        float[] whole = new float[B * T * model.Vocabulary], next = new float[B * model.Vocabulary];
        model.Logits(tokens, B, T, whole);
        using var generation = ((IGenerativeModel)model).NewGeneration(B, T);
        Step(2);
        Step(1);
        generation.Reorder([1, 0]);
        generation.Truncate(2);
        generation.Reorder([1, 0]);
        Step(3);

        void Step(int count)
        {
            int from = generation.Position, end = from + count - 1;
            generation.Next([.. tokens[from..(end + 1)], .. tokens[(T + from)..(T + end + 1)]], next);
            for (int i = 0; i < next.Length; i++)
                Assert.Equal(whole[(((i / model.Vocabulary * T) + end) * model.Vocabulary) + (i % model.Vocabulary)], next[i], 1e-4f);
        }
    }

    [Fact]
    public void LaterPromptsSeeEarlierOnes()
    {
        using var device = NewDevice();
        LaterPrompts.Check<WideHeads>(device, 18, 37, 1e-4f);
    }

    // Parameters and moments go from the device to the CPU, where training goes on as it would have there.
    [Fact]
    public void TrainingGoesOnElsewhere()
    {
        using var device = NewDevice();
        using var there = new OneHead(device, 1, 1);
        using var here = new OneHead(1, 2);
        using var first = new AdamW(there.Parameters, there.Gradients, new AdamWOptions());
        using var second = new AdamW(here.Parameters, here.Gradients, new AdamWOptions());
        Step(there, first);
        Step(there, first);
        there.Parameters.CopyTo(here.Parameters);
        first.FirstMoments.CopyTo(second.FirstMoments);
        first.SecondMoments.CopyTo(second.SecondMoments);
        second.Steps = first.Steps;
        Assert.Equal(Step(there, first), Step(here, second), 1e-5f);
        for (int i = 0; i < here.Parameters.Length; i++)
            Assert.Equal(here.Parameters.Values[i], there.Parameters.Values[i], 1e-5f);

        static float Step(OneHead model, AdamW optimizer)
        {
            float loss = model.Backward([1, 2, 3, 4], [2, 3, 4, 5], 2, 2);
            optimizer.Step(model.Team, 1e-2f);
            return loss;
        }
    }

    [Fact]
    public void WhatTheHostWritesIsWhatTheDeviceReadsNext()
    {
        using var device = NewDevice();
        using var model = new OneHead(device, 1, 1);
        float first = model.Loss([1, 2], [2, 3], 1, 2);
        float[] kept = model.Parameters.Values.ToArray();
        model.Parameters.Values.Clear();
        Assert.Equal(MathF.Log(11), model.Loss([1, 2], [2, 3], 1, 2), 1e-5f);
        kept.CopyTo(model.Parameters.Values);
        Assert.Equal(first, model.Loss([1, 2], [2, 3], 1, 2));
    }
}

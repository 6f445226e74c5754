using CharGptExample;
using TensorDsl.Training;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Every model, at sizes that fit and sizes that do not, against the eager engine.</summary>
public sealed class ModelSuite
{
    private static readonly Dictionary<string, (Func<int, ILanguageModel> Create, EagerDefinition Definition)> Models = new()
    {
        [nameof(CharGpt)] = (threads => new CharGpt(threads, 1), new(CharGpt.Logits)),
        [nameof(OneHead)] = (threads => new OneHead(threads, 1), new(OneHead.Logits)),
        [nameof(Bidirectional)] = (threads => new Bidirectional(threads, 1), new(Bidirectional.Logits)),
        [nameof(Declared)] = (threads => new Declared(threads, 1), new(tokens => Ops.DecoderOnly(tokens, 3, 2, 16, 8, 5, 33, 17, 8))),
        [nameof(WrittenOut)] = (threads => new WrittenOut(threads, 1), new(WrittenOut.Logits)),
        [nameof(Shared)] = (threads => new Shared(threads, 1), new(Shared.Logits, Shared.Loss)),
        [nameof(Unrolled)] = (threads => new Unrolled(threads, 1), new(Unrolled.Logits)),
        [nameof(Nested)] = (threads => new Nested(threads, 1), new(Nested.Logits)),
        [nameof(Flat)] = (threads => new Flat(threads, 1), new(Flat.Logits)),
        [nameof(OtherMasks)] = (threads => new OtherMasks(threads, 1), new(OtherMasks.Logits)),
        [nameof(Stopped)] = (threads => new Stopped(threads, 1), new(Stopped.Logits)),
        [nameof(Square)] = (threads => new Square(threads, 1), new(Square.Logits)),
        [nameof(OtherAxes)] = (threads => new OtherAxes(threads, 1), new(OtherAxes.Logits)),
        [nameof(Indexed)] = (threads => new Indexed(threads, 1), new(Indexed.Logits)),
        [nameof(Sliced)] = (threads => new Sliced(threads, 1), new(Sliced.Logits)),
        [nameof(Fused)] = (threads => new Fused(threads, 1), new(Fused.Logits)),
        [nameof(Joined)] = (threads => new Joined(threads, 1), new(Joined.Logits)),
        [nameof(Windowed)] = (threads => new Windowed(threads, 1), new(Windowed.Logits)),
        [nameof(TwoLoops)] = (threads => new TwoLoops(threads, 1), new(TwoLoops.Logits)),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithTheEagerEngine(string name)
    {
        var (create, definition) = Models[name];
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var model = create(threads);
            Agreement.Scatter(model.Parameters);
            Agreement.Check(model, definition, 3, Math.Min(5, model.Context));
            Agreement.Check(model, definition, 1, 1);
            Agreement.Check(model, definition, 2, Math.Min(model.Context, 19));
        }
    }

    // With the parameters as they start, because a step in single precision would break the ties.
    [Fact]
    public void EqualValuesShareTheirGradientAsInTheEagerEngine()
    {
        using var model = new Ties(2, 1);
        Assert.All(model.Parameters["left"].ToArray(), value => Assert.Equal(0, value));
        Agreement.Check(model, new(Ties.Logits), 3, 5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FollowsTheEagerEngineForTenSteps(string name)
    {
        var (create, definition) = Models[name];
        using var model = create(2);
        var eager = new EagerModel(model.Parameters);
        var options = new AdamWOptions();
        using var optimizer = new AdamW(model.Parameters, model.Gradients, options);
        var oracle = new EagerAdamW(eager, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay, options.MaxGradientNorm ?? double.PositiveInfinity);
        const int B = 3;
        int t = Math.Min(5, model.Context);
        for (int step = 0; step < 10; step++)
        {
            var (tokens, targets) = Agreement.Batch(model, B, t, step);
            var loss = eager.Run(() => definition.Loss(Agreement.Of(tokens, B, t), Agreement.Of(targets, B, t)));
            Assert.Equal(loss.Item, model.Backward(tokens, targets, B, t), 1e-4 * loss.Item);
            double norm = oracle.Step(eager.Backward(loss), 1e-3);
            optimizer.Step(model.Team, 1e-3f);
            Assert.Equal(norm, optimizer.LastGradientNorm, 1e-4 * norm);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GivesTheSameBitsOnAnyNumberOfThreads(string name)
    {
        var results = new List<float[]>();
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var model = Models[name].Create(threads);
            var (tokens, targets) = Agreement.Batch(model, 3, Math.Min(5, model.Context));
            float loss = model.Backward(tokens, targets, 3, Math.Min(5, model.Context));
            results.Add([loss, .. model.Gradients.Values]);
        }

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AllocatesNothingInAStep(string name)
    {
        using var model = Models[name].Create(2);
        using var optimizer = new AdamW(model.Parameters, model.Gradients, new AdamWOptions());
        int t = Math.Min(5, model.Context);
        var (tokens, targets) = Agreement.Batch(model, 3, t);
        void Step()
        {
            model.Backward(tokens, targets, 3, t);
            optimizer.Step(model.Team, 1e-3f);
            model.Loss(tokens, targets, 3, t);
        }

        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++)
            Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void PositionsOfALongerAxisBoundWhatItIsMadeOf()
    {
        using var model = new Indexed(1);
        Assert.Equal(7, ((ILanguageModel)model).Context);
        int[] tokens = new int[8];
        Assert.Equal("t", Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(tokens, tokens, 1, 8)).ParamName);
    }

    [Fact]
    public void BadInputIsRefusedAndNamed()
    {
        using var model = new OneHead(1);
        int[] tokens = [1, 2, 3, 4, 5, 6];
        Assert.Equal("t", Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(tokens, tokens, 1, 6)).ParamName);
        Assert.Equal("b", Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(tokens, tokens, 0, 3)).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => model.Loss(tokens, tokens.AsSpan(1), 2, 3)).ParamName);
        tokens[4] = 10; // the last that there is
        Assert.True(float.IsFinite(model.Loss(tokens, tokens, 2, 3)));
        tokens[4] = 11;
        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => model.Loss([1, 2, 3, 4, 5, 6], tokens, 2, 3)).ParamName);
        Assert.Equal("tokens", Assert.Throws<ArgumentException>(() => model.Logits(tokens, 2, 3, new float[66])).ParamName);
        Assert.Equal("tokens", Assert.Throws<ArgumentException>(() => model.Loss(tokens, [1, 2, 3, 4, 5, 6], 2, 3)).ParamName);
        tokens[4] = -1;
        Assert.Equal("tokens", Assert.Throws<ArgumentException>(() => model.Backward(tokens, [1, 2, 3, 4, 5, 6], 2, 3)).ParamName);
    }

    [Fact]
    public void ParametersAreReachedByName()
    {
        using var model = new CharGpt(1, 3);
        var query = model.Weights.Layers[2].SelfAttention.Query;
        Assert.Equal([128, 128], query.Lengths.ToArray());
        query[3, 5] = 42;
        Assert.Equal(42, model.Parameters["layers.2.selfAttention.query"][(3 * 128) + 5]);
        Assert.Equal(42, model.Parameters.Tensor("layers.2.selfAttention.query")[3, 5]);
        Assert.Equal(4, model.Weights.Layers.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Weights.Layers[4]);
    }
}

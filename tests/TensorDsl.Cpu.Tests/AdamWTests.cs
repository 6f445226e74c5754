using TensorDsl.Training;

namespace TensorDsl.Cpu.Tests;

public sealed class AdamWTests
{
    private const float LearningRate = 0.003f;

    [Theory]
    [InlineData(0.1f, 1f, 1)]
    [InlineData(0.1f, 1f, 2)]
    [InlineData(0f, null, 2)]
    [InlineData(0.3f, float.PositiveInfinity, 3)]
    [InlineData(0.1f, 1000f, 3)]
    public void TenStepsFollowTheFormula(float decay, float? clip, int workers)
    {
        using var parameters = Set();
        using var gradients = Set();
        CheckTenSteps(parameters, gradients, decay, clip, workers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnArenaWithoutPaddingFollowsTheFormula(int workers)
    {
        using var parameters = Unpadded();
        using var gradients = Unpadded();
        CheckTenSteps(parameters, gradients, 0.1f, 1, workers);
    }

    private static void CheckTenSteps(ParameterSet parameters, ParameterSet gradients, float decay, float? clip, int workers)
    {
        using var team = new Team(workers);
        parameters.Initialize(1);
        using var optimizer = new AdamW(parameters, gradients, new AdamWOptions(WeightDecay: decay, MaxGradientNorm: clip));
        var exact = new Dictionary<string, (double[] P, double[] M, double[] V)>();
        foreach (var info in parameters.Layout)
        {
            double[] values = [.. parameters[info.Name].ToArray().Select(value => (double)value)];
            exact[info.Name] = (values, new double[values.Length], new double[values.Length]);
        }

        for (int step = 1; step <= 10; step++)
        {
            gradients.Initialize((ulong)step + 10);
            optimizer.Step(team, LearningRate);
            double norm = Follow(exact, gradients, step, decay, clip);
            Assert.Equal(norm, optimizer.LastGradientNorm, 1e-5 * norm);
            foreach (var info in parameters.Layout)
            {
                var actual = parameters[info.Name];
                for (int i = 0; i < actual.Length; i++)
                    Assert.Equal(exact[info.Name].P[i], actual[i], 3e-6);
            }
        }

        Assert.Equal(10, optimizer.Steps);
        Assert.Equal(0, optimizer.SkippedSteps);
    }

    [Fact]
    public void TheResultDoesNotDependOnTheThreads()
    {
        float[]? first = null;
        for (int workers = 1; workers <= 3; workers++)
        {
            using var team = new Team(workers);
            using var parameters = Set();
            using var gradients = Set();
            parameters.Initialize(1);
            using var optimizer = new AdamW(parameters, gradients, new AdamWOptions());
            for (ulong step = 0; step < 5; step++)
            {
                gradients.Initialize(step);
                optimizer.Step(team, LearningRate);
            }

            float[] all = [.. parameters.Values, .. optimizer.FirstMoments.Values, .. optimizer.SecondMoments.Values];
            Assert.Equal(first ??= all, all);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void AGradientThatIsNotFiniteChangesNothing(float value)
    {
        using var team = new Team(2);
        using var parameters = Set();
        using var gradients = Set();
        parameters.Initialize(1);
        float[] before = parameters.Values.ToArray();
        using var optimizer = new AdamW(parameters, gradients, new AdamWOptions());
        gradients["gain"][3] = value;
        optimizer.Step(team, LearningRate);
        Assert.Equal(before, parameters.Values.ToArray());
        Assert.Equal((0, 1), (optimizer.Steps, optimizer.SkippedSteps));
        Assert.False(float.IsFinite(optimizer.LastGradientNorm));
        Assert.All(optimizer.SecondMoments.Values.ToArray(), moment => Assert.Equal(0, moment));
    }

    // The next step is the one that it would have been: neither the moments nor their correction have moved on.
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.MaxValue)] // whose norm is too large for single precision
    public void AStepThatIsLeftOutIsAsIfItHadNotBeen(float value)
    {
        using var team = new Team(2);
        using ParameterSet parameters = Set(), gradients = Set(), expected = Set(), gradient = Set();
        parameters.Initialize(1);
        expected.Initialize(1);
        using var optimizer = new AdamW(parameters, gradients, new AdamWOptions());
        using var undisturbed = new AdamW(expected, gradient, new AdamWOptions());
        for (ulong step = 1; step <= 3; step++)
        {
            gradients["gain"].Fill(value);
            optimizer.Step(team, LearningRate);
            gradients.Initialize(step);
            gradient.Initialize(step);
            optimizer.Step(team, LearningRate);
            undisturbed.Step(team, LearningRate);
            Assert.Equal(undisturbed.LastGradientNorm, optimizer.LastGradientNorm);
            Assert.Equal(expected.Values.ToArray(), parameters.Values.ToArray());
            Assert.Equal(undisturbed.FirstMoments.Values.ToArray(), optimizer.FirstMoments.Values.ToArray());
            Assert.Equal(undisturbed.SecondMoments.Values.ToArray(), optimizer.SecondMoments.Values.ToArray());
            Assert.Equal(((long)step, (long)step), (optimizer.Steps, optimizer.SkippedSteps));
        }
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using var team = new Team(2);
        using var parameters = Set();
        using var gradients = Set();
        gradients.Initialize(2);
        using var optimizer = new AdamW(parameters, gradients, new AdamWOptions());
        optimizer.Step(team, LearningRate);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            optimizer.Step(team, LearningRate);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(21, optimizer.Steps);
    }

    [Fact]
    public void NonsenseIsRefused()
    {
        using var team = new Team(1);
        using var parameters = Set();
        Assert.Throws<ArgumentException>(() => new AdamW(parameters, parameters, new AdamWOptions(Beta1: 1)));
        Assert.Throws<ArgumentException>(() => new AdamW(parameters, parameters, new AdamWOptions(Epsilon: 0)));
        Assert.Throws<ArgumentException>(() => new AdamW(parameters, parameters, new AdamWOptions(MaxGradientNorm: float.NaN)));
        using var optimizer = new AdamW(parameters, parameters, new AdamWOptions());
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step(team, float.NaN));
    }

    // As many values, but of other parameters.
    [Fact]
    public void GradientsOfOtherParametersAreRefused()
    {
        using var parameters = Set();
        using var shuffled = new ParameterSet([.. parameters.Layout.Select(info => info with { Name = info.Name + "2" })], parameters.Length);
        using var shorter = new ParameterSet([.. parameters.Layout.SkipLast(1)], parameters.Length);
        foreach (var gradients in (ParameterSet[])[shuffled, shorter])
            Assert.Equal("gradients", Assert.Throws<ArgumentException>(() => new AdamW(parameters, gradients, new AdamWOptions())).ParamName);
        Assert.Throws<ArgumentNullException>("gradients", () => new AdamW(parameters, null!, new AdamWOptions()));
    }

    /// <summary>A matrix, a vector, two matrices side by side; with padding, and longer than a chunk of the norm.</summary>
    private static ParameterSet Set()
    {
        var normal = new Initializer(InitializerKind.Normal, 0.5);
        return new ParameterSet(
        [
            new ParameterInfo("matrix", [13, 11], 0, normal),
            new ParameterInfo("gain", [7], 144, normal),
            new ParameterInfo("big", [70, 90], 160, normal),
            new ParameterInfo("other", [5, 5], 6464, normal),
        ], 6496);
    }

    /// <summary>Ranges that begin and end anywhere, longer than a chunk.</summary>
    private static ParameterSet Unpadded()
    {
        var normal = new Initializer(InitializerKind.Normal, 0.5);
        return new ParameterSet(
        [
            new ParameterInfo("matrix", [3, 3], 0, normal),
            new ParameterInfo("gain", [7], 9, normal),
            new ParameterInfo("big", [71, 61], 16, normal),
            new ParameterInfo("bias", [6], 4347, normal),
        ], 4353);
    }

    private static double Follow(
        Dictionary<string, (double[] P, double[] M, double[] V)> exact, ParameterSet gradients, int step, float decay, float? clip)
    {
        double norm = Math.Sqrt(gradients.Values.ToArray().Sum(value => (double)value * value));
        double factor = Math.Min(1, (clip ?? double.PositiveInfinity) / (norm + 1e-6));
        foreach (var info in gradients.Layout)
        {
            var (p, m, v) = exact[info.Name];
            for (int i = 0; i < p.Length; i++)
            {
                double g = gradients[info.Name][i] * factor;
                m[i] = (0.9 * m[i]) + (0.1 * g);
                v[i] = (0.99 * v[i]) + (0.01 * g * g);
                p[i] -= info.Shape.Count >= 2 ? LearningRate * decay * p[i] : 0;
                p[i] -= LearningRate * (m[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.99, step))) + 1e-8);
            }
        }

        return norm;
    }
}

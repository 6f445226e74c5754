using System.Numerics.Tensors;
using TensorDsl.Inspection;
using static TensorDsl.Ops;

namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Taps see what the eager engine's see, and patches do what the eager engine's do.</summary>
public sealed class LookTests
{
    private static readonly Random Random = new(5);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 5, 2)]
    [InlineData(3, 19, 3)]
    public void ModelsWithTapsAgreeWithTheEagerEngine(int b, int t, int threads)
    {
        Agreement.Check<Looked>(new { B = b, T = t }, threads: threads);
        Agreement.Check<LookedStream>(new { B = b, T = t }, threads: threads);
        Agreement.Check<LookedLoops>(new { B = b, T = t }, threads: threads);
        Agreement.Check<LookedDropout>(new { B = b * t }, threads: threads);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 5, 2)]
    [InlineData(3, 19, 3)]
    public void TapsSeeInLayersAndOutside(int b, int t, int threads)
    {
        using var model = Scattered(new Looked(threads, 1));
        var (tokens, targets) = Agreement.Batch(model, b, t);
        var eager = new EagerModel(model.Parameters);
        var expected = eager.Run(() => Looked.Logits(Agreement.Of(tokens, b, t)));
        var look = new Looked.Look(b, t);
        float[] logits = new float[b * t * Looked.Vocab];

        model.Logits(tokens, b, t, logits, look);
        Close([.. expected.Values], logits);
        Check();

        look = new Looked.Look(b, t);
        Assert.Equal(model.Loss(tokens, targets, b, t), model.Loss(tokens, targets, b, t, look), 1e-5f);
        Check();

        look = new Looked.Look(b, t);
        model.Backward(tokens, targets, b, t);
        float[] gradient = [.. model.Gradients.Values];
        model.Backward(tokens, targets, b, t, look);
        Close([.. gradient.Select(value => (double)value)], model.Gradients.Values);
        Check();

        void Check()
        {
            Assert.Equal(6, eager.Taps.Count);
            Close(eager, "embedded", look.Taps.Embedded, b, t, Looked.DModel);
            Close(eager, "residual", look.Taps.Residual, Looked.Layers, b, t, Looked.DModel);
            Close(eager, "weights", look.Taps.Weights, Looked.Layers, b, Looked.Heads, t, t);
            Close(eager, "neurons", look.Taps.Neurons, Looked.Layers, b, t, Looked.DFf);
            Close(eager, "final", look.Taps.Final, b, t, Looked.DModel);
            Close(eager, "result", look.Taps.Result, b, t, Looked.Vocab);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 17)]
    public void TapsSeeInLoopsOfLoopsAndInRecurrences(int b, int t)
    {
        const int Width = LookedLoops.Width;
        using var model = new LookedLoops(2, 1);
        Agreement.Scatter(model.Parameters);
        float[] x = Draw(b * t * Width), y = Draw(b);
        var input = Tensor.Of(Doubles(x), ("B", b), ("T", t), ("Width", Width));
        var target = Tensor.Of(Doubles(y), ("B", b));
        var eager = new EagerModel(model.Parameters);
        eager.Run(() => LookedLoops.Encode(input));
        var look = new LookedLoops.Look(b, t);
        float[] encoded = new float[b * t * Width], mean = new float[1];
        model.Encode(x, b, t, encoded, mean, look);
        Check();

        var loss = eager.Run(() => LookedLoops.Loss(input, target));
        look = new LookedLoops.Look(b, t);
        Assert.Equal(loss.Item, model.Loss(x, y, b, t, look), 1e-4);
        Check();
        Close(eager, "squared", look.Taps.Squared, b);

        look = new LookedLoops.Look(b, t);
        look.Patches.Inner[1, 2].Add(0.25f);
        look.Patches.State[0].Replace(0.5f);
        look.Patches.Error[0].Replace(1);
        eager.Patches["inner"] = (at, value) => at[0] == 1 && at[1] == 2 ? value + 0.25 : value;
        eager.Patches["state"] = (at, value) => at[0] == 0 ? (0 * value) + 0.5 : value;
        eager.Patches["error"] = (_, value) => Where(Equal(Index(value, 0), 0), 1, value);
        loss = eager.Run(() => LookedLoops.Loss(input, target));
        Assert.Equal(loss.Item, model.Backward(x, y, b, t, look), 1e-4);
        Check();
        foreach (var (name, gradient) in eager.Backward(loss))
            Close(gradient, model.Gradients[name]);

        void Check()
        {
            Close(eager, "input", look.Taps.Input, b, t, Width);
            Close(eager, "outside", look.Taps.Outside, 2, b, t, Width);
            Close(eager, "inner", look.Taps.Inner, 2, 3, b, t, Width);
            Close(eager, "state", look.Taps.State, t, b, Width);
            Close(eager, "encoded", look.Taps.Encoded, b, t, Width);
            Close(eager, "mean", look.Taps.Mean);
            Close(eager, "same", look.Taps.Same);
        }
    }

    [Theory]
    [InlineData(0, 1, 3)]
    [InlineData(2, 0, 0)]
    public void APatchAtOnePositionOfOneLayerDoesWhatTheEagerOneDoes(int layer, int sequence, int position)
    {
        var run = new PatchedRun();
        var patches = run.Look.Patches;
        foreach (bool adds in (bool[])[true, false])
        {
            run.Check("residual", patches.Residual, adds, Looked.DModel, layer, sequence, position);
            run.Check("neurons", patches.Neurons, adds, Looked.DFf, layer, sequence, position);
            run.Check("neurons", patches.Neurons, adds, 1, layer, sequence, position, 3);
            run.Check("weights", patches.Weights, adds, PatchedRun.T, layer, sequence, 1, position);
            run.Check("result", patches.Result, adds, Looked.Vocab, sequence, position);
        }
    }

    [Fact]
    public void APatchLeavesEarlierPositionsAlone()
    {
        const int B = 2, T = 7, Sequence = 1, Position = 3;
        using var model = Scattered(new Looked(2, 1));
        int[] tokens = Agreement.Batch(model, B, T).Item1;
        float[] plain = new float[B * T * Looked.Vocab], logits = new float[plain.Length];
        var look = new Looked.Look(B, T);
        model.Logits(tokens, B, T, plain, look);

        look.Patches.Residual[1, Sequence, Position].Replace(2);
        model.Logits(tokens, B, T, logits, look);
        int first = ((Sequence * T) + Position) * Looked.Vocab;
        Assert.Equal(plain[..first], logits[..first]);
        for (int t = first; t < logits.Length; t += Looked.Vocab)
            Assert.NotEqual(plain[t..(t + Looked.Vocab)], logits[t..(t + Looked.Vocab)]);
        Assert.All(Flat(look.Taps.Residual[1, Sequence, Position]), value => Assert.Equal(2, value));

        look.Patches.Clear();
        model.Logits(tokens, B, T, logits, look);
        Assert.Equal(plain, logits);
    }

    [Fact]
    public void AReplacedValueMayHaveBeenAnything()
    {
        int[] tokens = [1, 2, 3];
        using var model = new Looked(1, 1);
        model.Parameters["embedding.table"][2 * Looked.DModel] = float.NaN;
        float[] logits = new float[3 * Looked.Vocab];
        var look = new Looked.Look(1, 3);
        look.Patches.Residual[0].Replace(1);
        model.Logits(tokens, 1, 3, logits, look);
        Assert.True(float.IsNaN(Flat(look.Taps.Embedded[0, 1, 0])[0]));
        Assert.All(logits, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void DropsTheSame()
    {
        const int B = 9;
        using var model = new LookedDropout(2, 1) { DropoutSeed = 3 };
        float[] x = Draw(B * 7), y = Draw(B);
        var look = new LookedDropout.Look(B);
        Assert.Equal(model.Backward(x, y, B), model.Backward(x, y, B, look), 1e-5f);
        Assert.InRange(Flat(look.Taps.Dropped.Values).Count(value => value == 0), 1, (B * 32) - 1);
    }

    [Fact]
    public void SizesAndPlacesAreChecked()
    {
        using var model = new Looked(1, 1);
        var look = new Looked.Look(2, 3);
        float[] logits = new float[8 * Looked.Vocab];
        Assert.Equal("t", Assert.Throws<ArgumentException>(() => model.Logits([1, 2, 3, 4, 5, 6, 7, 8], 2, 4, logits, look)).ParamName);
        Assert.Throws<ArgumentNullException>(() => model.Logits([1], 1, 1, logits, null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Looked.Look(1, Looked.Context + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Looked.Look(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => look.Patches.Residual[Looked.Layers].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => look.Patches.Residual[0, -1].Length);
        Assert.Throws<ArgumentException>(() => look.Taps.Final[0, 0, 0, 0].Rank);
        Assert.Throws<ArgumentException>(() => look.Patches.Residual[0, 0, 0].Add([1, 2]));
        Assert.Throws<ArgumentException>(() => look.Patches.Residual[0].Replace([]));
    }

    private static Looked Scattered(Looked model)
    {
        Agreement.Scatter(model.Parameters);
        return model;
    }

    private static float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((Random.NextDouble() * 3) - 1.5))];

    private static float[] Flat(ReadOnlyTensorSpan<float> values)
    {
        float[] flat = new float[values.FlattenedLength];
        values.FlattenTo(flat);
        return flat;
    }

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];

    private static void Close(EagerModel eager, string name, TappedActivation actual, params nint[] lengths)
    {
        Assert.Equal(lengths, actual.Lengths.ToArray());
        Close([.. eager.Taps[name].SelectMany(value => value.Values)], actual.Span);
    }

    private static void Close(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double error = 0, norm = 0;
        for (int i = 0; i < expected.Length; i++)
            (error, norm) = (error + Math.Pow(expected[i] - actual[i], 2), norm + (expected[i] * expected[i]));
        Assert.True(Math.Sqrt(error) <= (1e-4 * Math.Sqrt(norm)) + 1e-6, $"Off by {Math.Sqrt(error):e2}, the norm is {Math.Sqrt(norm):e2}.");
    }

    /// <summary>One patch at a time, by itself, in both engines.</summary>
    private sealed class PatchedRun
    {
        public const int B = 2, T = 7;

        public Looked.Look Look { get; } = new(B, T);

        public void Check(string name, PatchedActivation patch, bool adds, int count, params int[] at)
        {
            using var model = Scattered(new Looked(2, 1));
            var (tokens, targets) = Agreement.Batch(model, B, T);
            float[] values = Draw(count), plain = new float[B * T * Looked.Vocab], logits = new float[plain.Length];
            var change = Tensor.Of(Doubles(values), (null, count));
            var eager = new EagerModel(model.Parameters);
            eager.Patches[name] = (iterations, x) =>
            {
                // Iterations come first among a patch's places.
                var here = iterations.Zip(at).Aggregate((Tensor)1, (sofar, pair) => sofar * (pair.First == pair.Second ? 1 : 0));
                int[] rest = at[iterations.Count..];
                for (int axis = 0; axis < rest.Length; axis++)
                    here *= Equal(Place(x, axis), rest[axis]);
                return Where(here, adds ? x + change : change, x);
            };
            var loss = eager.Run(() => CrossEntropy(Looked.Logits(Agreement.Of(tokens, B, T)), Agreement.Of(targets, B, T)));

            Look.Patches.Clear();
            if (adds)
                patch[at].Add(values);
            else
                patch[at].Replace(values);
            model.Logits(tokens, B, T, plain);
            model.Logits(tokens, B, T, logits, Look);
            Assert.NotEqual(plain, logits);
            Close([.. eager.Taps["result"][0].Values], logits);
            Assert.Equal(loss.Item, model.Backward(tokens, targets, B, T, Look), 1e-4);
            foreach (var (parameter, gradient) in eager.Backward(loss))
                Close(gradient, model.Gradients[parameter]);
        }

        // The index along one axis, as it broadcasts to all.
        private static Tensor Place(Tensor x, int axis)
        {
            var place = Index(x, axis);
            for (int after = axis + 1; after < x.Shape.Rank; after++)
                place = Unsqueeze(place, -1);
            return place;
        }
    }
}

namespace TensorDsl.Ilgpu.Tests;

/// <summary>Attention on tensor cores against double precision, with the tolerances of products there.</summary>
public abstract class TensorAttentionSuite
{
    private const double Tf32 = 1e-3, BFloat16 = 1e-2;

    private static Dictionary<string, (Type Model, object Sizes)> Cases { get; } = new (string Name, Type Model, object Sizes)[]
    {
        ("a query more than few", typeof(CausalHeads), new { B = 2, T = 17 }),
        ("one whole block", typeof(CausalHeads), new { B = 1, T = 64 }),
        ("blocks and one position", typeof(CausalHeads), new { B = 1, T = 129 }),
        ("no mask", typeof(OpenHeads), new { B = 2, T = 70 }),
        ("odd widths", typeof(OddHeads), new { B = 2, T = 83 }),
        ("long vectors", typeof(WideHeads), new { B = 1, T = 67 }),
        ("longer keys", typeof(WideKeys), new { B = 1, T = 41 }),
        ("the longest vectors", typeof(LongHeads), new { B = 1, T = 70 }),
        ("the longest vectors with gradients", typeof(LongKeys), new { B = 1, T = 70 }),
        ("gradients of more keys than queries", typeof(Crossing), new { B = 2, T = 18, S = 75 }),
        ("gradients of fewer keys than queries", typeof(Crossing), new { B = 1, T = 75, S = 18 }),
        ("more keys than queries", typeof(OneAttention), new { B = 2, T = 18, S = 75 }),
        ("fewer keys than queries", typeof(OneAttention), new { B = 1, T = 66, S = 3 }),
    }.ToDictionary(one => one.Name, one => (one.Model, one.Sizes));

    public static TheoryData<string, Precision> Models
    {
        get
        {
            var data = new TheoryData<string, Precision>();
            foreach (string name in Cases.Keys)
            {
                data.Add(name, Precision.Tf32);
                data.Add(name, Precision.BFloat16);
            }

            return data;
        }
    }

    /// <summary>A device that has tensor cores; it is disposed by the test.</summary>
    protected abstract Device NewDevice(Precision precision);

    [Theory]
    [MemberData(nameof(Models))]
    public void AgreesWithTheEagerEngineWithinTheOperandsRounding(string name, Precision precision)
    {
        var (model, sizes) = Cases[name];
        using var device = NewDevice(precision);
        Agreement.Check(model, sizes, device: device, tolerance: precision == Precision.Tf32 ? Tf32 : BFloat16);
    }

    // An error that is too small would mean that nothing was rounded, so that another kernel ran.
    [Theory]
    [InlineData(Precision.Float32, 0, 1e-6)]
    [InlineData(Precision.Tf32, 1e-4, 6e-4)]
    [InlineData(Precision.BFloat16, 1e-3, 5e-3)]
    public void AttentionIsAsExactAsItsOperands(Precision precision, double least, double most)
    {
        using var device = NewDevice(precision);
        Assert.InRange(Error(device, new { B = 2, T = 70, S = 90 }), least, most);
    }

    // Scores of hundreds, in numbers that no format rounds, so that most weights are 0 or 1; and the same bits again.
    [Theory]
    [InlineData(Precision.Tf32, 4e-4)]
    [InlineData(Precision.BFloat16, 3e-3)]
    public void ScoresMayBeLarge(Precision precision, double most)
    {
        const int T = 33, S = 70;
        var random = new Random(3);
        float[] q = [.. Enumerable.Range(0, T * 128).Select(_ => (float)random.Next(-16, 17))];
        float[] k = [.. Enumerable.Range(0, S * 128).Select(_ => (float)random.Next(-16, 17))];
        using var device = NewDevice(precision);
        Assert.InRange(Error(device, new { B = 1, T, S, q, k }), 0, most);
    }

    // A query's weights add up to 1 also in the gradients of values, whose kernel computes them anew: from other roundings they would be
    // off by a factor, for scores of a thousand. The first element of each y is 1, so the first row of the gradient is the sum over keys.
    [Theory]
    [InlineData(Precision.Tf32)]
    [InlineData(Precision.BFloat16)]
    public void GradientsHaveTheWeightsOfTheForwardPass(Precision precision)
    {
        using var device = NewDevice(precision);
        WeightSums.Check(device, 20, 30, 1e-2f);
    }

    // What is not a number must not become one.
    [Theory]
    [InlineData(Precision.Tf32)]
    [InlineData(Precision.BFloat16)]
    public void NoNumberStaysNone(Precision precision)
    {
        const int T = 20;
        using var device = NewDevice(precision);
        using var model = new OneAttention(device, 1, 1);
        float[] q = new float[T * 128], k = new float[T * 128], v = new float[T * 48], read = new float[T * 48];
        q[128 * 5] = float.NaN;
        model.Read(q, k, v, 1, T, T, read);
        for (int i = 0; i < read.Length; i++)
            Assert.Equal(i / 24 == 2 * 5, float.IsNaN(read[i]));
    }

    // A second prompt, whose queries come after keys in the cache, and whose tokens are others, so that it matters which are seen.
    [Theory]
    [InlineData(Precision.Tf32, 2e-3f)]
    [InlineData(Precision.BFloat16, 2e-2f)]
    public void LaterPromptsSeeEarlierOnes(Precision precision, float tolerance)
    {
        using var device = NewDevice(precision);
        LaterPrompts.Check<TwoLayers>(device, 31, 70, tolerance);
    }

    // Relative to the result's norm; the device computes it twice.
    private static double Error(Device device, object sizes)
    {
        using var generated = new GeneratedModel(typeof(OneAttention), 1, 1, device);
        var entry = EntryDefinition.AllOf(typeof(OneAttention)).Single();
        var inputs = generated.Draw(entry, new InputValues(sizes, typeof(OneAttention), 1));
        double[] expected = [.. entry.Run(new EagerModel(generated.Parameters), inputs)[0].Values];
        float[] actual = generated.Run(entry, inputs, [expected.Length])[0];
        Assert.Equal(actual, generated.Run(entry, inputs, [expected.Length])[0]);
        return Math.Sqrt(expected.Zip(actual, (x, y) => (x - y) * (x - y)).Sum() / expected.Sum(x => x * x));
    }
}

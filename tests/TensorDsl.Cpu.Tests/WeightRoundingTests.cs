namespace TensorDsl.Cpu.Tests;

/// <summary>What weights are rounded to, by the definitions of the formats.</summary>
public sealed class WeightRoundingTests
{
    private const int K = 37, N = 50;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BFloat16IsTheNearest(bool isByRow)
    {
        float[] values = [.. Values(isByRow), 1.00390625f, 1.01171875f, -1.00390625f, float.Epsilon, 0, -0f, 3.3e38f, 1e-38f];
        values = [.. values, .. new float[(N * (K + 1)) - values.Length]];
        float[] stored = Round(values, WeightStorage.BFloat16, N, isByRow);
        for (int i = 0; i < values.Length; i++)
        {
            // The neighbours on both sides; of two as near, the one whose last bit is 0.
            uint bits = BitConverter.SingleToUInt32Bits(values[i]) & 0xFFFF0000;
            float low = BitConverter.UInt32BitsToSingle(bits), high = BitConverter.UInt32BitsToSingle(bits + 0x10000);
            double below = Math.Abs((double)values[i] - low), above = Math.Abs((double)high - values[i]);
            Assert.Equal(below < above || (below == above && (bits & 0x10000) == 0) ? low : high, stored[i]);
            if (float.IsNormal(values[i]))
                Assert.True(Math.Abs((double)values[i] - stored[i]) <= Math.Abs(values[i]) / 256.0);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Int8IsTheNearestMultipleOfItsChannelsScale(bool isByRow)
    {
        float[] values = Values(isByRow);
        float[] stored = Round(values, WeightStorage.Int8, N, isByRow);
        for (int j = 0; j < N; j++)
        {
            int[] channel = [.. Enumerable.Range(0, K).Select(l => isByRow ? (j * K) + l : (l * N) + j)];
            float most = channel.Max(i => Math.Abs(values[i]));
            if (j == 3)
                Assert.Equal(0, most);
            foreach (int i in channel)
            {
                double multiple = most == 0 ? 0 : stored[i] / (most / 127.0);
                Assert.Equal(Math.Round(multiple), multiple, 1e-4);
                Assert.InRange(multiple, -127.0001, 127.0001);
                Assert.True(Math.Abs((double)values[i] - stored[i]) <= (most / 254.0) + (most * 1e-7), $"{values[i]} became {stored[i]}.");
            }
        }
    }

    [Fact]
    public void TheSmallestNumbersKeepTheirOrder()
    {
        float[] values = new float[N * K];
        values[0] = float.Epsilon;
        values[N] = 100 * float.Epsilon;
        Assert.All(Round(values, WeightStorage.Int8, N, isByRow: false), value => Assert.InRange(value, 0, 127 * float.Epsilon));
    }

    [Theory]
    [InlineData(WeightStorage.BFloat16)]
    [InlineData(WeightStorage.Int8)]
    public unsafe void ATableGivesItsRows(WeightStorage storage)
    {
        const int Width = 21, Vocabulary = 70;
        int[] tokens = [0, 69, 31, 32, 64, 5];
        float[] numbers = [.. tokens.Select(token => (float)token)];
        using var table = new WeightArena(Width, Vocabulary, storage, isByRow: true);
        float[] expected = [.. tokens.SelectMany(token => Enumerable.Range(0, Width).Select(l => table[l, token]))];
        float[] rows = new float[expected.Length], again = new float[expected.Length];
        fixed (int* at = tokens)
        fixed (float* atNumbers = numbers, output = rows, other = again)
        {
            var (matrix, ids, ordinals, first, second) = (table.Matrix, (nint)at, (nint)atNumbers, (nint)output, (nint)other);
            Spmd.Run(2, w => Rows.Gather(w, matrix, (int*)ids, (float*)first, tokens.Length, Width, Vocabulary));
            Spmd.Run(2, w => Rows.Gather(w, matrix, (float*)ordinals, (float*)second, tokens.Length, Width, Vocabulary));
        }

        Assert.Equal(expected, rows);
        Assert.Equal(expected, again);
    }

    // Channel 3 is zero, and channel 4 nearly.
    private static float[] Values(bool isByRow)
    {
        var random = new Random(1);
        float[] values = new float[K * N];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = isByRow ? i / K : i % N;
            values[i] = channel == 3 ? 0 : (float)((random.NextDouble() - 0.5) * (channel == 4 ? 1e-30 : channel + 1));
        }

        return values;
    }

    private static float[] Round(float[] values, WeightStorage storage, int n, bool isByRow)
    {
        using var parameters = new ParameterSet([new ParameterInfo("w", [values.Length], 0, new Initializer(InitializerKind.Constant, 0))], values.Length + 15);
        values.CopyTo(parameters["w"]);
        using var weights = new CompactWeights(parameters, storage, [new WeightPlace("w", 0, n, isByRow)], values.Length + 64);
        parameters["w"].Fill(float.NaN);
        weights.CopyTo(parameters);
        return parameters["w"].ToArray();
    }
}

namespace TensorDsl.Ilgpu.Tests.Libraries;

/// <summary>Matrices that lie within others, by rows or by columns, multiplied by a device's library.</summary>
public abstract class GemmSuite
{
    private const int M = 37, N = 23, K = 17;

    // Elements before the first matrix, behind each row or column, and behind each matrix.
    private const int Before = 5, Behind = 3, Between = 11;

    private const float Untouched = 42;

    public static MatrixTheoryData<bool, bool, int, Precision, bool> Layouts { get; } =
        new([false, true], [false, true], [1, 3], [Precision.Float32, Precision.Tf32, Precision.BFloat16], [false, true]);

    /// <summary>Whether the library rounds operands wherever it may.</summary>
    protected virtual bool MustRound => true;

    /// <summary>A device with a library; it is disposed by the test.</summary>
    protected abstract GpuDevice NewDevice(Precision precision);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void MultipliesMatricesHoweverTheyLie(bool isAByColumns, bool isBByColumns, int batch, Precision precision, bool isRounded)
    {
        using var device = NewDevice(precision);
        var random = new Random(1);
        var (a, b, c) = (Place(M, K, isAByColumns, batch), Place(K, N, isBByColumns, batch), Place(M, N, false, batch));
        float[] inA = Numbers(random, a.Length), inB = Numbers(random, b.Length), inC = new float[c.Length];
        Array.Fill(inC, Untouched);
        using GpuBuffer<float> bufferA = device.Allocate<float>(a.Length), bufferB = device.Allocate<float>(b.Length), bufferC = device.Allocate<float>(c.Length);
        device.Upload(inA, bufferA.Start);
        device.Upload(inB, bufferB.Start);
        device.Upload(inC, bufferC.Start);
        using GpuBuffer<ushort> roundedA = device.Allocate<ushort>(a.Length), roundedB = device.Allocate<ushort>(b.Length);
        if (isRounded)
        {
            // What is in float32 must not count then.
            device.Upload([.. inA.Select(BFloat16.Round)], roundedA.Start);
            device.Upload([.. inB.Select(BFloat16.Round)], roundedB.Start);
            device.Upload(new float[a.Length], bufferA.Start);
            device.Upload(new float[b.Length], bufferB.Start);
        }

        var product = new MatrixProduct(
            M, N, K, batch, false, a.In(bufferA, isRounded ? roundedA : null), b.In(bufferB, isRounded ? roundedB : null), c.In(bufferC, null));
        Assert.True(device.Products.Multiply(product), device.MatrixLibrary);
        float[] actual = new float[c.Length];
        device.Download(bufferC.Start, actual);

        var (difference, norm) = (0.0, 0.0);
        for (int n = 0; n < batch; n++)
        {
            for (int row = 0; row < M; row++)
            {
                for (int column = 0; column < N; column++)
                {
                    double sum = 0;
                    for (int k = 0; k < K; k++)
                        sum += (double)inA[a.At(n, row, k)] * inB[b.At(n, k, column)];
                    ref float value = ref actual[c.At(n, row, column)];
                    difference += (sum - value) * (sum - value);
                    norm += sum * sum;
                    value = Untouched;
                }
            }
        }

        Assert.All(actual, value => Assert.Equal(Untouched, value));
        var (least, most) = isRounded ? (1e-3, 4e-3) : precision switch
        {
            Precision.Tf32 => (1e-4, 5e-4),
            Precision.BFloat16 => (1e-3, 4e-3),
            _ => (0, 1e-6),
        };
        Assert.InRange(Math.Sqrt(difference / norm), MustRound || isRounded ? least : 0, most);
    }

    private static Layout Place(int rows, int columns, bool isByColumns, int batch)
    {
        int leading = (isByColumns ? rows : columns) + Behind;
        int matrix = ((isByColumns ? columns : rows) * leading) + Between;
        return new Layout(isByColumns ? 1 : leading, isByColumns ? leading : 1, matrix, Before + (batch * matrix));
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];

    private sealed record Layout(int RowStride, int ColumnStride, int BatchStride, int Length)
    {
        public int At(int batch, int row, int column) => Before + (batch * BatchStride) + (row * RowStride) + (column * ColumnStride);

        public StridedMatrix In(GpuBuffer<float> buffer, GpuBuffer<ushort>? rounded) =>
            new(buffer.Start, Before, RowStride, ColumnStride, BatchStride, rounded is null ? default : rounded.Start);
    }
}

using ILGPU;

namespace TensorDsl.Ilgpu.Tests.Libraries;

/// <summary>A library that computes in double precision what BLAS says of its arguments, and refuses those that BLAS refuses.</summary>
/// <param name="ask">Takes its work, in the stream's order.</param>
/// <param name="round">What becomes of an operand's element in a precision.</param>
internal sealed class FakeLibrary(Action<Action> ask, Func<float, Precision, double> round) : IMatrixLibrary
{
    public string Name => "A library for tests";

    /// <summary>Whether it was released.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>How often it was asked for a product, and in which precision last.</summary>
    public int Calls { get; private set; }

    public Precision LastPrecision { get; private set; }

    /// <summary>How often it computed one, which is more often where calls are replayed.</summary>
    public int Products { get; private set; }

    /// <summary>How often it was asked for a product of operands in bfloat16.</summary>
    public int RoundedCalls { get; private set; }

    /// <summary>From which call on it refuses.</summary>
    public int RefusesFrom { get; set; } = int.MaxValue;

    public string? Multiply(in Gemm gemm, Precision precision)
    {
        if (Calls++ >= RefusesFrom)
            return "It is out of sorts.";
        int rowsA = gemm.TransposesA ? gemm.K : gemm.M, rowsB = gemm.TransposesB ? gemm.N : gemm.K;
        if (gemm.M < 0 || gemm.N < 0 || gemm.K < 0 || gemm.Batch < 0
            || gemm.LeadingA < Math.Max(1, rowsA) || gemm.LeadingB < Math.Max(1, rowsB) || gemm.LeadingC < Math.Max(1, gemm.M))
        {
            return "An argument is invalid.";
        }

        LastPrecision = precision;
        RoundedCalls += gemm.IsRounded ? 1 : 0;
        var asked = gemm;
        ask(() => Compute(asked, precision));
        return null;
    }

    public void Dispose() => IsDisposed = true;

    // Element (i, j) of a matrix lies at i + j · its leading dimension.
    private void Compute(Gemm gemm, Precision precision)
    {
        Products++;
        for (int batch = 0; batch < gemm.Batch; batch++)
        {
            for (int j = 0; j < gemm.N; j++)
            {
                for (int i = 0; i < gemm.M; i++)
                {
                    double sum = 0;
                    for (int l = 0; l < gemm.K; l++)
                    {
                        int inA = gemm.TransposesA ? l + (i * gemm.LeadingA) : i + (l * gemm.LeadingA);
                        int inB = gemm.TransposesB ? j + (l * gemm.LeadingB) : l + (j * gemm.LeadingB);
                        sum += Element(gemm.A, gemm.RoundedA, inA + (batch * gemm.StrideA), precision) * Element(gemm.B, gemm.RoundedB, inB + (batch * gemm.StrideB), precision);
                    }

                    ArrayView<float> c = gemm.C;
                    c[(int)(i + (j * gemm.LeadingC) + (batch * gemm.StrideC))] = (float)sum;
                }
            }
        }
    }

    private double Element(ArrayView<float> matrix, ArrayView<ushort> rounded, long place, Precision precision) =>
        rounded.Length > 0 ? BFloat16.Float(rounded[(int)place]) : round(matrix[(int)place], precision);
}

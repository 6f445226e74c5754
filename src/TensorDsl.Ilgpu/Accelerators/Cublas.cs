using System.Globalization;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace TensorDsl.Ilgpu;

/// <summary>
/// cuBLAS on a stream. It has a workspace of its own, so that it allocates nothing while launches are captured, and so
/// that, on one stream, it gives the same bits for the same product again.
/// </summary>
internal sealed unsafe class Cublas : IMatrixLibrary
{
    // Of cublasOperation_t, cudaDataType, cublasComputeType_t, cublasMath_t and cublasGemmAlgo_t.
    private const int AsItIs = 0, Transposed = 1;
    private const int Float32 = 0, BFloat16 = 14;
    private const int ComputeFloat32 = 68, ComputeBFloat16 = 75, ComputeTf32 = 77;
    private const int DefaultMath = 0;
    private const int DefaultAlgorithm = -1;

    // What NVIDIA recommends for Hopper, in bytes; 4 MiB would do for others.
    private const int Workspace = 32 << 20;

    private readonly CublasFunctions _functions;
    private readonly CudaStream _stream;
    private readonly MemoryBuffer1D<byte, Stride1D.Dense> _workspace;
    private nint _handle;

    private Cublas(CublasFunctions functions, Accelerator accelerator, CudaStream stream)
    {
        (_functions, _stream) = (functions, stream);
        using var binding = stream.BindScoped();
        _workspace = accelerator.Allocate1D<byte>(Workspace);
        nint handle = 0;
        try
        {
            // The stream before the workspace, which it would take away. By default float32 is not rounded.
            Require(functions.Create(&handle), "gives no handle");
            Require(functions.SetStream(handle, stream.StreamPtr), "takes no stream");
            Require(functions.SetWorkspace(handle, _workspace.NativePtr, Workspace), "takes no workspace");
            Require(functions.SetMathMode(handle, DefaultMath), "has no default mode");
            int version = 0;
            Require(functions.GetVersion(handle, &version), "has no version");
            Name = string.Create(CultureInfo.InvariantCulture, $"cuBLAS {version / 10000}.{version / 100 % 100}");
            _handle = handle;
        }
        catch (DeviceException)
        {
            if (handle != 0)
                _ = functions.Destroy(handle);
            _workspace.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The newest that is installed and works; null, with reasons, where there is none.</summary>
    public static (Cublas? Library, string Findings) Open(Accelerator accelerator, CudaStream stream)
    {
        var findings = new List<string>();
        foreach (var functions in CublasFunctions.Installed(findings))
        {
            try
            {
                return (new Cublas(functions, accelerator, stream), "");
            }
            catch (Exception exception) when (exception is DeviceException or AcceleratorException)
            {
                findings.Add(exception.Message.TrimEnd('.'));
            }
        }

        return (null, $"There is no cuBLAS: {string.Join(", ", findings)}.");
    }

    /// <inheritdoc/>
    public string? Multiply(in Gemm gemm, Precision precision)
    {
        int compute = gemm.IsRounded ? ComputeFloat32 : precision switch
        {
            Precision.Tf32 => ComputeTf32,
            Precision.BFloat16 => ComputeBFloat16,
            _ => ComputeFloat32,
        };
        var (opA, opB) = (gemm.TransposesA ? Transposed : AsItIs, gemm.TransposesB ? Transposed : AsItIs);
        nint c = gemm.C.LoadEffectiveAddressAsPtr();
        var (a, b, type) = gemm.IsRounded
            ? (gemm.RoundedA.LoadEffectiveAddressAsPtr(), gemm.RoundedB.LoadEffectiveAddressAsPtr(), BFloat16)
            : (gemm.A.LoadEffectiveAddressAsPtr(), gemm.B.LoadEffectiveAddressAsPtr(), Float32);
        float one = 1, zero = 0;
        using var binding = _stream.BindScoped();
        int status = gemm.Batch == 1
            ? _functions.Gemm(
                _handle, opA, opB, gemm.M, gemm.N, gemm.K, &one, a, type, gemm.LeadingA, b, type, gemm.LeadingB,
                &zero, c, Float32, gemm.LeadingC, compute, DefaultAlgorithm)
            : _functions.GemmStridedBatched(
                _handle, opA, opB, gemm.M, gemm.N, gemm.K, &one, a, type, gemm.LeadingA, gemm.StrideA, b, type, gemm.LeadingB, gemm.StrideB,
                &zero, c, Float32, gemm.LeadingC, gemm.StrideC, gemm.Batch, compute, DefaultAlgorithm);
        return status == 0 ? null : $"A product of {gemm.N} x {gemm.M} x {gemm.K} ended with status {status}.";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle == 0)
            return;
        using var binding = _stream.BindScoped();
        _ = _functions.Destroy(_handle);
        _workspace.Dispose();
        _handle = 0;
    }

    private static void Require(int status, string otherwise)
    {
        if (status != 0)
            throw new DeviceException($"what is installed {otherwise} (status {status})");
    }
}

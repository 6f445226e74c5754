using System.Globalization;
using System.Runtime.InteropServices;

namespace TensorDsl.Ilgpu;

/// <summary>
/// The functions of an installed cuBLAS. ILGPU.Algorithms' binding knows versions 10 to 12 and no product but of one format
/// throughout, one at a time; what is needed of 11 to 13 are these few functions of one and the same library, with a handle of its own.
/// </summary>
internal sealed unsafe class CublasFunctions
{
    private static readonly int[] Versions = [13, 12, 11];

    // cublasStatus_t (*)(cublasHandle_t*), (cublasHandle_t), (cublasHandle_t, cudaStream_t), (cublasHandle_t, void*, size_t), (cublasHandle_t, cublasMath_t), (cublasHandle_t, int*).
    public readonly delegate* unmanaged<nint*, int> Create;
    public readonly delegate* unmanaged<nint, int> Destroy;
    public readonly delegate* unmanaged<nint, nint, int> SetStream;
    public readonly delegate* unmanaged<nint, nint, nuint, int> SetWorkspace;
    public readonly delegate* unmanaged<nint, int, int> SetMathMode;
    public readonly delegate* unmanaged<nint, int*, int> GetVersion;

    // (handle, op of A, op of B, m, n, k, alpha, A, its type, lda, stride, B, its type, ldb, stride, beta, C, its type, ldc, stride, count, compute type, algorithm).
    public readonly delegate* unmanaged<nint, int, int, int, int, int, float*, nint, int, int, long, nint, int, int, long, float*, nint, int, int, long, int, int, int, int> GemmStridedBatched;

    // The same without strides and count.
    public readonly delegate* unmanaged<nint, int, int, int, int, int, float*, nint, int, int, nint, int, int, float*, nint, int, int, int, int, int> Gemm;

    private CublasFunctions(nint library)
    {
        Create = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "cublasCreate_v2");
        Destroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cublasDestroy_v2");
        SetStream = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(library, "cublasSetStream_v2");
        SetWorkspace = (delegate* unmanaged<nint, nint, nuint, int>)NativeLibrary.GetExport(library, "cublasSetWorkspace_v2");
        SetMathMode = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(library, "cublasSetMathMode");
        GetVersion = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(library, "cublasGetVersion_v2");
        Gemm = (delegate* unmanaged<nint, int, int, int, int, int, float*, nint, int, int, nint, int, int, float*, nint, int, int, int, int, int>)
            NativeLibrary.GetExport(library, "cublasGemmEx");
        GemmStridedBatched = (delegate* unmanaged<nint, int, int, int, int, int, float*, nint, int, int, long, nint, int, int, long, float*, nint, int, int, long, int, int, int, int>)
            NativeLibrary.GetExport(library, "cublasGemmStridedBatchedEx");
    }

    /// <summary>Those of the versions that are installed, the newest first.</summary>
    /// <param name="findings">Takes what was looked for in vain.</param>
    public static IEnumerable<CublasFunctions> Installed(List<string> findings) =>
        Versions.Select(version => Load(Names(version), findings)).OfType<CublasFunctions>();

    private static CublasFunctions? Load(string[] names, List<string> findings)
    {
        try
        {
            foreach (string name in names)
            {
                if (NativeLibrary.TryLoad(name, out nint library))
                    return new CublasFunctions(library);
            }

            findings.Add($"{names[0]} is not installed");
        }
        catch (EntryPointNotFoundException exception)
        {
            findings.Add(exception.Message.TrimEnd('.'));
        }

        return null;
    }

    // On the library path, and where the toolkit puts them.
    private static string[] Names(int version)
    {
        string number = version.ToString(CultureInfo.InvariantCulture);
        string name = OperatingSystem.IsWindows() ? $"cublas64_{number}.dll" : $"libcublas.so.{number}";
        string?[] homes = [Environment.GetEnvironmentVariable("CUDA_HOME"), Environment.GetEnvironmentVariable("CUDA_PATH"), OperatingSystem.IsWindows() ? null : "/usr/local/cuda"];
        string[] folders = OperatingSystem.IsWindows() ? ["bin", Path.Combine("bin", "x64")] : ["lib64", "lib"];
        return
        [
            name,
            .. homes.Where(home => !string.IsNullOrEmpty(home)).SelectMany(home => folders.Select(folder => Path.Combine(home!, folder, name))),
            .. OperatingSystem.IsWindows() ? Array.Empty<string>() : ["/usr/lib/x86_64-linux-gnu/" + name],
        ];
    }
}

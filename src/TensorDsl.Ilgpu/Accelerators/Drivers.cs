using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>
/// Finds the drivers' libraries where only their versioned names are installed: ILGPU asks for <c>libcuda.so</c> and
/// <c>libOpenCL.so</c>, and takes a library that is not found for a machine without devices.
/// </summary>
internal static class Drivers
{
    private static readonly string[] Cuda = ["libcuda.so.1", "/usr/lib/x86_64-linux-gnu/libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1"];
    private static readonly string[] OpenCL = ["libOpenCL.so.1", "/usr/lib/x86_64-linux-gnu/libOpenCL.so.1"];

    private static int _isResolving;

    /// <summary>Whether a CUDA driver is installed.</summary>
    public static bool HasCuda => OperatingSystem.IsWindows() ? CanLoad("nvcuda") : Cuda.Prepend("cuda").Any(CanLoad);

    /// <summary>Whether an OpenCL loader is installed.</summary>
    public static bool HasOpenCL => OperatingSystem.IsWindows() ? CanLoad("OpenCL") : OpenCL.Prepend("OpenCL").Any(CanLoad);

    /// <summary>Makes ILGPU find them, once and for all.</summary>
    public static void Resolve()
    {
        if (Interlocked.Exchange(ref _isResolving, 1) == 0 && !OperatingSystem.IsWindows())
            NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Find);
    }

    /// <summary>The CUDA driver's function of a name; 0 where it has none.</summary>
    public static nint CudaFunction(string name)
    {
        foreach (string library in OperatingSystem.IsWindows() ? ["nvcuda"] : Cuda.Prepend("cuda"))
        {
            if (NativeLibrary.TryLoad(library, typeof(Drivers).Assembly, null, out nint handle))
                return NativeLibrary.TryGetExport(handle, name, out nint function) ? function : 0;
        }

        return 0;
    }

    private static nint Find(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string[] names = name.Contains("cuda", StringComparison.OrdinalIgnoreCase) && !name.Contains("cudart", StringComparison.OrdinalIgnoreCase) ? Cuda
            : name.Contains("OpenCL", StringComparison.OrdinalIgnoreCase) ? OpenCL : [];
        foreach (string candidate in names)
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle))
                return handle;
        }

        // ILGPU's own way.
        return 0;
    }

    private static bool CanLoad(string library)
    {
        if (!NativeLibrary.TryLoad(library, typeof(Drivers).Assembly, null, out nint handle))
            return false;
        NativeLibrary.Free(handle);
        return true;
    }
}

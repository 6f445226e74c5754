using ILGPU.Runtime.Cuda;

namespace TensorDsl.Ilgpu;

/// <summary>An executable CUDA graph.</summary>
/// <param name="stream">Where it runs.</param>
/// <param name="executable">The driver's handle, which it releases.</param>
internal sealed unsafe class CudaGraph(CudaStream stream, nint executable) : GpuGraph
{
    // CUresult (*)(CUgraphExec, CUstream), (CUgraphExec), (CUgraph).
    private static readonly delegate* unmanaged<nint, nint, int> Launch = (delegate* unmanaged<nint, nint, int>)Drivers.CudaFunction("cuGraphLaunch");
    private static readonly delegate* unmanaged<nint, int> DestroyExecutable = (delegate* unmanaged<nint, int>)Drivers.CudaFunction("cuGraphExecDestroy");
    private static readonly delegate* unmanaged<nint, int> DestroyGraph = (delegate* unmanaged<nint, int>)Drivers.CudaFunction("cuGraphDestroy");

    private nint _executable = executable;

    /// <summary>Whether the driver has all that it takes.</summary>
    public static bool IsPossible => Launch != null && DestroyExecutable != null && DestroyGraph != null;

    /// <summary>Releases a graph that was captured.</summary>
    public static void Destroy(nint graph)
    {
        if (graph != 0)
            _ = DestroyGraph(graph);
    }

    /// <inheritdoc/>
    public override bool Replay()
    {
        using var binding = stream.BindScoped();
        return Launch(_executable, stream.StreamPtr) == 0;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_executable == 0)
            return;
        using var binding = stream.BindScoped();

        // The driver lets a graph that runs come to its end.
        _ = DestroyExecutable(_executable);
        _executable = 0;
    }
}

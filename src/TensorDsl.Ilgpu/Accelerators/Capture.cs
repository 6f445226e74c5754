using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace TensorDsl.Ilgpu;

/// <summary>
/// Captures launches as a CUDA graph, which ILGPU does not know: what a stream is asked for between two calls of the driver is
/// then not run but kept, with all its arguments.
/// </summary>
internal static unsafe class Capture
{
    // CU_STREAM_CAPTURE_MODE_RELAXED: other threads, and other streams, go on as they like.
    private const int Relaxed = 2;

    // CUresult (*)(CUstream, CUstreamCaptureMode), (CUstream, CUgraph*), (CUgraphExec*, CUgraph, unsigned long long).
    private static readonly delegate* unmanaged<nint, int, int> Begin = (delegate* unmanaged<nint, int, int>)Drivers.CudaFunction("cuStreamBeginCapture_v2");
    private static readonly delegate* unmanaged<nint, nint*, int> End = (delegate* unmanaged<nint, nint*, int>)Drivers.CudaFunction("cuStreamEndCapture");
    private static readonly delegate* unmanaged<nint*, nint, ulong, int> Instantiate =
        (delegate* unmanaged<nint*, nint, ulong, int>)Drivers.CudaFunction("cuGraphInstantiateWithFlags");

    /// <summary>Why an accelerator captures nothing, in a sentence; null where it may.</summary>
    public static string? Obstacle(Accelerator accelerator)
    {
        if (accelerator is not CudaAccelerator)
            return "Launches are captured with CUDA only.";
        return Begin == null || End == null || Instantiate == null || !CudaGraph.IsPossible ? "The CUDA driver has no graphs, or other ones; 11.4 has them." : null;
    }

    /// <summary>Captures launches.</summary>
    /// <exception cref="DeviceException">The driver refuses, or a launch; the stream is then as if there had been none.</exception>
    public static CudaGraph Run(CudaStream stream, Action launches)
    {
        using var binding = stream.BindScoped();
        Require(Begin(stream.StreamPtr, Relaxed), "begin");
        nint graph = 0;
        try
        {
            launches();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever it was, it comes again where the launches run one by one.
            _ = End(stream.StreamPtr, &graph);
            CudaGraph.Destroy(graph);
            throw new DeviceException($"Launches are not captured: {exception.Message}", exception);
        }

        int ended = End(stream.StreamPtr, &graph);
        nint executable = 0;
        int instantiated = ended == 0 ? Instantiate(&executable, graph, 0) : ended;
        CudaGraph.Destroy(graph);
        Require(instantiated, ended == 0 ? "instantiate" : "end");
        return new CudaGraph(stream, executable);
    }

    private static void Require(int error, string what)
    {
        if (error != 0)
            throw new DeviceException($"Launches are not captured: the driver could not {what} a graph (error {error}).");
    }
}

using ILGPU.Runtime.Cuda;

namespace TensorDsl.Ilgpu;

/// <summary>Measures by two events on a stream.</summary>
internal sealed class CudaClock(CudaStream stream) : IDeviceClock
{
    /// <inheritdoc/>
    public double Time(Action launches)
    {
        using var binding = stream.BindScoped();
        var cuda = CudaAPI.CurrentAPI;
        nint start = 0, end = 0;
        try
        {
            if (cuda.CreateEvent(out start, CudaEventFlags.CU_EVENT_DEFAULT) != CudaError.CUDA_SUCCESS
                || cuda.CreateEvent(out end, CudaEventFlags.CU_EVENT_DEFAULT) != CudaError.CUDA_SUCCESS
                || cuda.RecordEvent(start, stream.StreamPtr) != CudaError.CUDA_SUCCESS)
            {
                return double.NaN;
            }

            launches();
            return cuda.RecordEvent(end, stream.StreamPtr) == CudaError.CUDA_SUCCESS && cuda.SynchronizeEvent(end) == CudaError.CUDA_SUCCESS
                && cuda.ElapsedTime(out float milliseconds, start, end) == CudaError.CUDA_SUCCESS
                ? milliseconds : double.NaN;
        }
        finally
        {
            foreach (nint made in new[] { start, end })
            {
                if (made != 0)
                    _ = cuda.DestroyEvent(made);
            }
        }
    }
}

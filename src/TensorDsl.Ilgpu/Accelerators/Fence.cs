using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace TensorDsl.Ilgpu;

/// <summary>A place in a stream that the host can wait for: an event where there are any, else the stream's end.</summary>
internal sealed class Fence : IDisposable
{
    private readonly AcceleratorStream _stream;
    private nint _event;
    private bool _isSet;

    public Fence(AcceleratorStream stream)
    {
        _stream = stream;
        if (stream is not CudaStream)
            return;
        using var binding = stream.BindScoped();
        if (CudaAPI.CurrentAPI.CreateEvent(out _event, CudaEventFlags.CU_EVENT_DISABLE_TIMING) != CudaError.CUDA_SUCCESS)
            _event = 0;
    }

    /// <summary>Sets it behind all that the stream was asked for.</summary>
    public void Set()
    {
        _isSet = true;
        if (_event == 0)
            return;
        using var binding = _stream.BindScoped();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.RecordEvent(_event, ((CudaStream)_stream).StreamPtr));
    }

    /// <summary>Waits until the stream has come to where it was set, if it was.</summary>
    public void Wait()
    {
        if (!_isSet)
            return;
        _isSet = false;
        if (_event == 0)
        {
            _stream.Synchronize();
            return;
        }

        using var binding = _stream.BindScoped();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.SynchronizeEvent(_event));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_event == 0)
            return;
        using var binding = _stream.BindScoped();
        _ = CudaAPI.CurrentAPI.DestroyEvent(_event);
        _event = 0;
    }
}

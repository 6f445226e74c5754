using System.Runtime.InteropServices;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace TensorDsl.Ilgpu;

/// <summary>Memory of the host that a device copies from by itself: page-locked with CUDA, else plain.</summary>
internal sealed unsafe class HostMemory : IDisposable
{
    private readonly Accelerator _accelerator;
    private readonly bool _isLocked;
    private void* _data;

    public HostMemory(Accelerator accelerator, int length)
    {
        (_accelerator, Length) = (accelerator, length);
        if (accelerator is CudaAccelerator)
        {
            using var binding = accelerator.BindScoped();
            _isLocked = CudaAPI.CurrentAPI.AllocateHostMemory(out nint memory, length) == CudaError.CUDA_SUCCESS;
            _data = _isLocked ? (void*)memory : null;
        }

        if (_data == null)
            _data = NativeMemory.Alloc((nuint)length);
    }

    /// <summary>Bytes.</summary>
    public int Length { get; }

    /// <summary>All of it.</summary>
    public Span<byte> Span => new(_data, Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_data == null)
            return;
        if (_isLocked)
        {
            using var binding = _accelerator.BindScoped();
            _ = CudaAPI.CurrentAPI.FreeHostMemory((nint)_data);
        }
        else
        {
            NativeMemory.Free(_data);
        }

        _data = null;
    }
}

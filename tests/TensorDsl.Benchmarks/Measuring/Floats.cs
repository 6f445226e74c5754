using System.Runtime.InteropServices;

namespace TensorDsl.Benchmarks;

/// <summary>Memory of ordinary numbers, aligned to a page.</summary>
internal sealed unsafe class Floats : IDisposable
{
    public Floats(long count)
    {
        Data = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 4096);
        for (long i = 0; i < count; i++)
            Data[i] = ((i * 7919 % 2003) - 1001) / 1001f;
    }

    public float* Data { get; private set; }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Data);
        Data = null;
    }
}


namespace TensorDsl.Cpu;

/// <summary>The memory that a program's activations live in: grown when a larger batch comes, and then kept.</summary>
public sealed unsafe class ActivationArena : IDisposable
{
    private float* _data;

    /// <summary>Floats that the arena holds now.</summary>
    public long Length { get; private set; }

    /// <summary>At least <paramref name="length"/> floats on a 64-byte boundary; their contents are undefined.</summary>
    /// <exception cref="OutOfMemoryException">There is no such memory.</exception>
    public float* Reserve(long length)
    {
        if (length <= Length)
            return _data;
        Dispose();
        _data = (float*)PageMemory.Allocate(checked((nuint)length * sizeof(float)));
        Length = length;
        GC.ReRegisterForFinalize(this);
        return _data;
    }

    /// <summary>Gives the memory back; the arena can be used again.</summary>
    public void Dispose()
    {
        PageMemory.Free(_data);
        _data = null;
        Length = 0;
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back the memory of an arena nobody disposed.</summary>
    ~ActivationArena() => Dispose();
}

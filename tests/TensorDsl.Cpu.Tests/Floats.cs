using System.Runtime.InteropServices;

namespace TensorDsl.Cpu.Tests;

/// <summary>Memory with guards at both ends, which show a kernel that writes outside.</summary>
internal sealed unsafe class Floats : IDisposable
{
    private const int Guard = 64;
    private const float Mark = -123456.75f;
    private float* _memory;

    public Floats(int length, int seed = 0)
    {
        Length = length;
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)((length + (2 * Guard)) * sizeof(float)), 64);
        new Span<float>(_memory, length + (2 * Guard)).Fill(Mark);
        var random = new Random(seed);
        foreach (ref float value in Span)
            value = (float)((random.NextDouble() * 2) - 1);
    }

    public int Length { get; }

    public float* Data => _memory + Guard;

    public Span<float> Span => new(Data, Length);

    public float[] ToArray() => Span.ToArray();

    public void Dispose()
    {
        bool intact = true;
        for (int i = 0; i < Guard; i++)
            intact &= _memory[i] == Mark && Data[Length + i] == Mark;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        Assert.True(intact, "A kernel wrote outside its memory.");
    }
}

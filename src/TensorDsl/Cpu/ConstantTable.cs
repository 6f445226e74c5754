using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TensorDsl.Cpu;

/// <summary>Numbers known at compile time, in memory that stays where it is.</summary>
public sealed unsafe class ConstantTable
{
    private readonly float[] _values;

    /// <summary>A table of the given numbers.</summary>
    public ConstantTable(ReadOnlySpan<float> values)
    {
        _values = GC.AllocateUninitializedArray<float>(values.Length, pinned: true);
        values.CopyTo(_values);
    }

    /// <summary>The first number; valid as long as the table is reachable.</summary>
    public float* Data => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_values));
}

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

    /// <summary>A table of zeros and ones, four to a hexadecimal digit, the first of them in its highest bit.</summary>
    /// <param name="digits">The digits, and line breaks between them.</param>
    /// <param name="count">How many numbers there are; the last digit may hold more.</param>
    public static ConstantTable OfBits(ReadOnlySpan<char> digits, int count)
    {
        float[] values = new float[count];
        int next = 0;
        foreach (char digit in digits)
        {
            if (!char.IsAsciiHexDigitUpper(digit))
                continue;
            int bits = char.IsAsciiDigit(digit) ? digit - '0' : digit - 'A' + 10;
            for (int bit = 8; bit > 0 && next < count; bit >>= 1)
                values[next++] = (bits & bit) != 0 ? 1 : 0;
        }

        return new ConstantTable(values);
    }

    /// <summary>The first number; valid as long as the table is reachable.</summary>
    public float* Data => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_values));
}

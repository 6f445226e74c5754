using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>
/// A product C[row, column] = Σ A[row, depth] · B[column, depth], repeated or not: as a kernel of its own, and as what the
/// kernels of the runtime ask about it.
/// </summary>
public interface IProduct : IKernel
{
    /// <summary>Rows of the first operand and of the result.</summary>
    int Rows { get; }

    /// <summary>Columns of the second operand and of the result.</summary>
    int Columns { get; }

    /// <summary>The terms of a sum.</summary>
    int Depth { get; }

    /// <summary>How often it is repeated.</summary>
    int Repetitions { get; }

    /// <summary>Whether neighbours in depth are neighbours in the second operand's memory; else neighbouring columns may be.</summary>
    bool IsDeep { get; }

    /// <summary>
    /// How many of these neighbours may be loaded at once, from every so manieth on, whichever the column or depth: 8, 4, 2 or
    /// 1. So many elements lie on as many bytes as they have, up to 16.
    /// </summary>
    int Together { get; }

    /// <summary>The second operand's memory.</summary>
    ArrayView<float> Second { get; }

    /// <summary>The same in bfloat16, at the same places, if it is a parameter; it is kept up to date where the device rounds weights. Else empty.</summary>
    ArrayView<ushort> Rounded { get; }

    /// <summary>An element of the first operand.</summary>
    float First(int repetition, int row, int depth);

    /// <summary>The place of an element in the second operand's memory.</summary>
    int Place(int repetition, int column, int depth);

    /// <summary>Takes a sum; beyond the last row or column nothing happens.</summary>
    void Keep(int repetition, int row, int column, float sum);
}

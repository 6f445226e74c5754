using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Rows of a table, by position.</summary>
public interface IRowIndices
{
    /// <summary>The row at a position.</summary>
    int At(int position);
}

/// <summary>Tokens.</summary>
public readonly struct TokenRows(ArrayView<int> tokens) : IRowIndices
{
    /// <inheritdoc/>
    public int At(int position) => tokens[position];
}

/// <summary>Whole numbers as floats: tokens that were moved.</summary>
public readonly struct NumberRows(ArrayView<float> numbers) : IRowIndices
{
    /// <inheritdoc/>
    public int At(int position) => (int)numbers[position];
}

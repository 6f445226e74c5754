namespace TensorDsl.Cpu;

/// <summary>A tensor (batch, row, head, width) somewhere in memory, its last axis contiguous.</summary>
/// <param name="data">The first element.</param>
/// <param name="batch">From one batch to the next, in floats.</param>
/// <param name="row">From one position of the sequence to the next.</param>
/// <param name="head">From one head to the next.</param>
public readonly unsafe struct HeadView(float* data, nint batch, nint row, nint head)
{
    /// <summary>From one position of the sequence to the next, in floats.</summary>
    public nint Row => row;

    /// <summary>Whether this is the default, which is no tensor.</summary>
    internal bool IsNone => data == null;

    internal float* At(int b, int t, int h) => data + (b * batch) + (t * row) + (h * head);

    internal Matrix Rows(int b, int t, int h) => new(At(b, t, h), row, 1);
}

namespace TensorDsl.Ilgpu;

/// <summary>Two neighbouring words of operands, which a device loads at once.</summary>
public struct WordPair
{
    /// <summary>The first.</summary>
    public uint X;

    /// <summary>The second.</summary>
    public uint Y;
}

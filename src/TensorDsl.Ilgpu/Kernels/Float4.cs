namespace TensorDsl.Ilgpu;

/// <summary>Four neighbouring floats, which a device loads at once.</summary>
public struct Float4
{
    /// <summary>The first.</summary>
    public float X;

    /// <summary>The second.</summary>
    public float Y;

    /// <summary>The third.</summary>
    public float Z;

    /// <summary>The fourth.</summary>
    public float W;
}

namespace TensorDsl.Ilgpu;

/// <summary>Four neighbouring floats, which a device loads at once.</summary>
public struct Float4(float x, float y, float z, float w)
{
    /// <summary>The first.</summary>
    public float X = x;

    /// <summary>The second.</summary>
    public float Y = y;

    /// <summary>The third.</summary>
    public float Z = z;

    /// <summary>The fourth.</summary>
    public float W = w;

    /// <summary>The sums.</summary>
    public static Float4 operator +(Float4 a, Float4 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z, a.W + b.W);

    /// <summary>The products with one number.</summary>
    public static Float4 operator *(float a, Float4 b) => new(a * b.X, a * b.Y, a * b.Z, a * b.W);
}

using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Which thread this is.</summary>
public static class Place
{
    /// <summary>Its number among all threads of the launch.</summary>
    public static int InAll => (Grid.IdxX * Group.DimX) + Group.IdxX;
}

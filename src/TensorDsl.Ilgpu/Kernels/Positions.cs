namespace TensorDsl.Ilgpu;

/// <summary>Places of what a generation's kernels read about its positions in the device's memory.</summary>
public static class Positions
{
    /// <summary>How many positions were seen before this step.</summary>
    public const int Past = 0;

    /// <summary>How many are seen with those of this step.</summary>
    public const int Seen = 1;

    /// <summary>The last one before this step; 0 in the first.</summary>
    public const int Before = 2;
}

namespace TensorDsl.Cpu;

/// <summary>Tells where a weight is from how weights are stored.</summary>
public static class Weights
{
    /// <summary>The one of three places that belongs to a storage; in single precision it is where it always was.</summary>
    public static long Place(WeightStorage storage, long float32, long bfloat16, long int8) => storage switch
    {
        WeightStorage.BFloat16 => bfloat16,
        WeightStorage.Int8 => int8,
        _ => float32,
    };
}

namespace TensorDsl.Generator.Generation;

/// <summary>A value of the definition cannot be computed a few positions at a time.</summary>
internal sealed class NotIncrementalException(int location, string reason) : Exception(reason)
{
    /// <summary>The place of the expression that the value comes from.</summary>
    public int Location => location;
}

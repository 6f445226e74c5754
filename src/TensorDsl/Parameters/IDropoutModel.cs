namespace TensorDsl;

/// <summary>A generated model whose gradient programs drop elements at random.</summary>
public interface IDropoutModel
{
    /// <summary>
    /// What is dropped in the next <c>Backward</c>; a trainer gives each batch another. The same seed drops the same
    /// elements, on any number of threads.
    /// </summary>
    ulong DropoutSeed { get; set; }
}

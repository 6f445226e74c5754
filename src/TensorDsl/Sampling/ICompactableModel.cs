namespace TensorDsl.Sampling;

/// <summary>A generative model whose weights can be stored in fewer bits.</summary>
public interface ICompactableModel : IGenerativeModel
{
    /// <summary>Copies the weights; the copy and its generations are used before the model is disposed.</summary>
    /// <param name="storage">BFloat16 or Int8, which say how far a weight is off.</param>
    /// <exception cref="ArgumentOutOfRangeException">The storage is neither.</exception>
    /// <exception cref="ArgumentException">A weight is not finite, or too large for it.</exception>
    ICompactModel Compact(WeightStorage storage);
}

/// <summary>A generative model with a copy of its weights in fewer bits. Disposed, its generations cannot go on.</summary>
public interface ICompactModel : IGenerativeModel, IDisposable
{
    /// <summary>The weights.</summary>
    CompactWeights Weights { get; }
}

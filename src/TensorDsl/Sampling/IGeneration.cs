namespace TensorDsl.Sampling;

/// <summary>
/// Sequences, one for each place of a batch, that a model reads a few positions at a time and remembers: each call
/// computes the new positions only, and takes what it needs of the earlier ones from its caches.
/// </summary>
public interface IGeneration : IDisposable
{
    /// <summary>The number of sequences.</summary>
    int Batch { get; }

    /// <summary>The longest sequence that there is room for.</summary>
    int Capacity { get; }

    /// <summary>The number of distinct tokens.</summary>
    int Vocabulary { get; }

    /// <summary>How many positions of each sequence have been read.</summary>
    int Position { get; }

    /// <summary>
    /// Reads the next tokens of every sequence, one or more, and writes the logits (Batch, Vocabulary) of what follows
    /// the last of them.
    /// </summary>
    /// <param name="tokens">(Batch, new positions), row-major.</param>
    /// <param name="logits">Written: (Batch, Vocabulary).</param>
    /// <exception cref="ArgumentException">
    /// A span's length or a token is out of range, or there is no room for so many positions.
    /// </exception>
    void Next(ReadOnlySpan<int> tokens, Span<float> logits);

    /// <summary>Forgets all positions.</summary>
    void Reset();

    /// <summary>Forgets the positions from <paramref name="position"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or not read yet.</exception>
    void Truncate(int position);

    /// <summary>
    /// Lets each sequence go on from another one, or from itself: the sequence at place i continues what that at place
    /// <c>sources[i]</c> has read. A beam search calls it between steps.
    /// </summary>
    /// <param name="sources">For each place of the batch the place to continue; one may stand there several times.</param>
    /// <exception cref="ArgumentException">There is not one for each sequence, or one is not a place of the batch.</exception>
    void Reorder(ReadOnlySpan<int> sources);
}

/// <summary>A model whose definition is causal, so that it can be run a few positions at a time.</summary>
public interface IGenerativeModel
{
    /// <summary>Allocates the caches of new sequences.</summary>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="capacity">The longest sequence that there is room for; 0 for the model's context.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the model's context is shorter.</exception>
    IGeneration NewGeneration(int batch = 1, int capacity = 0);
}

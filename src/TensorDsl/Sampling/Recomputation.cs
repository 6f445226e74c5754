namespace TensorDsl.Sampling;

/// <summary>Sequences of a model without caches: each call computes every position again.</summary>
public sealed class Recomputation : IGeneration
{
    private readonly Forward _forward;
    private readonly int[][] _read;
    private readonly int[] _tokens;
    private readonly float[] _logits;

    /// <summary>Sequences of any model that computes logits of tokens, for example a decoder with its source held fast.</summary>
    /// <param name="forward">The model.</param>
    /// <param name="vocabulary">The number of distinct tokens.</param>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="capacity">The longest sequence that there is room for.</param>
    public Recomputation(Forward forward, int vocabulary, int batch, int capacity)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_forward, Vocabulary, Batch, Capacity) = (forward, vocabulary, batch, capacity);
        _read = [.. Enumerable.Range(0, batch).Select(_ => new int[capacity])];
        _tokens = new int[batch * capacity];
        _logits = new float[checked(batch * capacity * vocabulary)];
    }

    /// <summary>Sequences of a language model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="capacity">The longest sequence that there is room for; 0 for the model's context.</param>
    /// <exception cref="ArgumentException">The model's context has no bound, and no capacity is given.</exception>
    public Recomputation(ILanguageModel model, int batch = 1, int capacity = 0)
        : this(model.Logits, model.Vocabulary, batch, capacity == 0 ? BoundOf(model) : capacity)
    {
    }

    /// <summary>Writes the logits (B, T, Vocabulary) of <paramref name="tokens"/> (B, T).</summary>
    public delegate void Forward(ReadOnlySpan<int> tokens, int b, int t, Span<float> logits);

    /// <inheritdoc/>
    public int Batch { get; }

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <inheritdoc/>
    public int Vocabulary { get; }

    /// <inheritdoc/>
    public int Position { get; private set; }

    /// <inheritdoc/>
    public void Next(ReadOnlySpan<int> tokens, Span<float> logits)
    {
        int count = tokens.Length / Batch;
        if (count == 0 || tokens.Length % Batch != 0)
            throw new ArgumentException($"{tokens.Length} tokens are not one or more for each of {Batch} sequences.", nameof(tokens));
        if (Position + count > Capacity)
            throw new ArgumentException($"There is room for {Capacity} positions, not for {Position} + {count}.", nameof(tokens));
        if (logits.Length != Batch * Vocabulary)
            throw new ArgumentException($"The span holds {logits.Length} values, not {Batch} × {Vocabulary}.", nameof(logits));

        int length = Position + count;
        for (int b = 0; b < Batch; b++)
        {
            tokens.Slice(b * count, count).CopyTo(_read[b].AsSpan(Position));
            _read[b].AsSpan(0, length).CopyTo(_tokens.AsSpan(b * length));
        }

        var all = _logits.AsSpan(0, Batch * length * Vocabulary);
        _forward(_tokens.AsSpan(0, Batch * length), Batch, length, all);
        for (int b = 0; b < Batch; b++)
            all.Slice(((b * length) + length - 1) * Vocabulary, Vocabulary).CopyTo(logits[(b * Vocabulary)..]);
        Position = length;
    }

    /// <inheritdoc/>
    public void Reset() => Position = 0;

    /// <inheritdoc/>
    public void Truncate(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Position);
        Position = position;
    }

    /// <inheritdoc/>
    public void Reorder(ReadOnlySpan<int> sources)
    {
        if (sources.Length != Batch || sources.ContainsAnyExceptInRange(0, Batch - 1))
            throw new ArgumentException($"The sources are not a place of 0 … {Batch - 1} for each of {Batch} sequences.", nameof(sources));
        int[][] before = [.. _read.Select(row => (int[])row.Clone())];
        for (int b = 0; b < Batch; b++)
            before[sources[b]].CopyTo(_read[b], 0);
    }

    /// <summary>There is nothing to release.</summary>
    public void Dispose()
    {
    }

    private static int BoundOf(ILanguageModel model) => model.Context < int.MaxValue
        ? model.Context
        : throw new ArgumentException("The model's sequences have no greatest length; say a capacity.", nameof(model));
}

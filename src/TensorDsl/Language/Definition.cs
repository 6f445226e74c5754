namespace TensorDsl;

/// <summary>What surrounds a definition while it runs: the names that it has given so far.</summary>
internal sealed partial class Definition
{
    [ThreadStatic]
    private static Definition? _current;

    /// <summary>The definition that runs on this thread.</summary>
    /// <exception cref="InvalidOperationException">No definition runs.</exception>
    public static Definition Current => _current
        ?? throw new InvalidOperationException("A model's definition runs inside EagerModel.Run, which holds its parameters.");

    public NameScopes Names { get; } = new();

    /// <summary>Runs <paramref name="body"/> with this definition as the current one.</summary>
    public T Run<T>(Func<T> body)
    {
        var outer = _current;
        _current = this;
        try
        {
            return body();
        }
        finally
        {
            _current = outer;
        }
    }
}

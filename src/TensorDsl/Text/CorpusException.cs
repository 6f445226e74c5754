namespace TensorDsl.Text;

/// <summary>A text cannot be learned from; the message is one line that says which text and why.</summary>
public sealed class CorpusException : Exception
{
    /// <summary>An error with its one-line message.</summary>
    public CorpusException(string message) : base(message)
    {
    }

    /// <summary>An error with its one-line message and what caused it.</summary>
    public CorpusException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

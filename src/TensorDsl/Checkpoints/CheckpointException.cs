namespace TensorDsl.Checkpoints;

/// <summary>A checkpoint cannot be read, used or written; the message is one line that says which file and why.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>An error with its one-line message.</summary>
    public CheckpointException(string message) : base(message)
    {
    }

    /// <summary>An error with its one-line message and what caused it.</summary>
    public CheckpointException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

namespace TensorDsl.Benchmarks;

/// <summary>The command line asks for what is not there; the message is one line.</summary>
internal sealed class UsageException(string message) : Exception(message);

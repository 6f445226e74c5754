namespace TensorDsl.Examples.Commands;

/// <summary>The options ask for something that cannot be done; the message is one line.</summary>
internal sealed class UsageException(string message) : Exception(message);

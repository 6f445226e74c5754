namespace TensorDsl.Training;

/// <summary>A run cannot go on; the message is one line that says at which step and why.</summary>
public sealed class TrainingException(string message) : Exception(message);

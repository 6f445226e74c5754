namespace TensorDsl.Benchmarks;

/// <summary>A workload or a peer cannot run here; the message is one line, and the rest goes on.</summary>
internal sealed class ContestantException(string message) : Exception(message);

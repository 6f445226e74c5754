namespace TensorDsl.Generator.Verification;

/// <summary>A graph or a plan that breaks a rule: a mistake of the compiler, never of the definition.</summary>
internal sealed class VerificationException(string message) : Exception(message);

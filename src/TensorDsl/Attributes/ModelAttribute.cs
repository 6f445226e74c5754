namespace TensorDsl;

/// <summary>
/// Marks a partial class that defines a model: a static method in the language says what it computes, and the compiler
/// adds its parameters, forward and backward code.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ModelAttribute : Attribute;

namespace TensorDsl.Generator.Tests.RandomDefinitions;

/// <summary>One way to make a value: an expression of the language over operands of given kinds.</summary>
/// <param name="Kind">The result's shape, by a letter for each axis.</param>
/// <param name="Template">
/// The C# expression, with <c>{0}</c>, <c>{1}</c> … for the operands and <c>@</c> for a name of its own, which a
/// parameter needs.
/// </param>
/// <param name="Operands">The operands' kinds.</param>
internal sealed record Rule(string Kind, string Template, params string[] Operands);

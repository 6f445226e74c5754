namespace TensorDsl.Generator.Reading.Program;

/// <summary>A pattern over constants.</summary>
internal abstract record Pattern;

/// <summary><c>_</c>.</summary>
internal sealed record AnyPattern : Pattern;

/// <summary><c>&lt; 6</c>; a constant alone is <see cref="BinaryOperator.Equal"/>.</summary>
internal sealed record RelationalPattern(BinaryOperator Operator, Expression Value) : Pattern;

/// <summary><c>not p</c>.</summary>
internal sealed record NotPattern(Pattern Operand) : Pattern;

/// <summary><c>p and q</c>, <c>p or q</c>.</summary>
internal sealed record BinaryPattern(bool IsAnd, Pattern Left, Pattern Right) : Pattern;

/// <summary><c>var x</c>.</summary>
internal sealed record VariablePattern(int Slot) : Pattern;

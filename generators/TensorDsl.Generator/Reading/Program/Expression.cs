using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading.Program;

/// <summary>An expression of a definition.</summary>
/// <param name="Location">The place to blame when it is wrong.</param>
internal abstract record Expression(int Location);

/// <summary>
/// A number, truth value, character, string or null, and the name that it was written by, such as <c>DModel</c>; a
/// literal has none.
/// </summary>
internal sealed record Constant(object? Value, string? Label, int Location) : Expression(Location);

/// <summary><c>default(T)</c>.</summary>
internal sealed record DefaultValue(string Type, int Location) : Expression(Location);

/// <summary>The value of a local, a parameter or a local function.</summary>
internal sealed record Variable(int Slot, string Name, int Location) : Expression(Location);

/// <summary>A read-only field, whose whole numbers take its name.</summary>
internal sealed record Named(string Label, Expression Value, int Location) : Expression(Location);

/// <summary>Arithmetic on one number or truth value.</summary>
internal sealed record Unary(UnaryOperator Operator, Scalar Type, Expression Operand, int Location) : Expression(Location);

/// <summary>Arithmetic on two operands of one type.</summary>
internal sealed record Binary(
    BinaryOperator Operator, Scalar Type, Expression Left, Expression Right, int Location) : Expression(Location);

/// <summary>A conversion to another type of number.</summary>
internal sealed record NumberConversion(Scalar Type, Expression Operand, int Location) : Expression(Location);

/// <summary><c>condition ? then : otherwise</c>.</summary>
internal sealed record Choice(Expression Condition, Expression Then, Expression Otherwise, int Location) : Expression(Location);

/// <summary><c>value ?? otherwise</c>.</summary>
internal sealed record Coalesce(Expression Value, Expression Otherwise, int Location) : Expression(Location);

/// <summary><c>$"w{i}"</c>.</summary>
internal sealed record InterpolatedString(EquatableArray<Expression> Parts, int Location) : Expression(Location);

/// <summary>A call of the language, of one of its operators, properties or constructors.</summary>
internal sealed record LibraryCall(
    LibraryMember Member, Expression? Instance, EquatableArray<Argument> Arguments, int Location) : Expression(Location);

/// <summary>A call of a method of the user's.</summary>
internal sealed record MethodCall(int Method, EquatableArray<Argument> Arguments, int Location) : Expression(Location);

/// <summary>A call of a function value: a delegate or a local function.</summary>
internal sealed record FunctionCall(Expression Function, EquatableArray<Argument> Arguments, int Location) : Expression(Location);

/// <summary>
/// The argument for the parameter at a place. Arguments stand in the order of evaluation, which named ones may change.
/// </summary>
internal sealed record Argument(int Ordinal, Expression Value);

/// <summary>A method of the language as a value, such as <c>Gelu</c>.</summary>
internal sealed record LibraryFunction(LibraryMember Member, Expression? Instance, int Location) : Expression(Location);

/// <summary>A method of the user's as a value.</summary>
internal sealed record MethodFunction(int Method, int Location) : Expression(Location);

/// <summary>A lambda.</summary>
internal sealed record Lambda(EquatableArray<int> Parameters, Statement Body, int Location) : Expression(Location);

/// <summary><c>(a, b)</c>.</summary>
internal sealed record TupleOf(EquatableArray<Expression> Items, int Location) : Expression(Location);

/// <summary><c>pair.Item1</c>, by its place from 0.</summary>
internal sealed record TupleItem(Expression Tuple, int Item, int Location) : Expression(Location);

/// <summary><c>[a, b]</c>, or <c>{ { a, b }, { c, d } }</c>: items row-major, and how many there are along each dimension.</summary>
internal sealed record ArrayOf(
    string ElementType, EquatableArray<int> Lengths, EquatableArray<Expression> Items, int Location) : Expression(Location);

/// <summary><c>new Tensor[n]</c>, <c>new bool[n, m]</c>.</summary>
internal sealed record NewArray(string ElementType, EquatableArray<Expression> Lengths, int Location) : Expression(Location);

/// <summary><c>array[index]</c>, <c>array[row, column]</c>.</summary>
internal sealed record ArrayElement(Expression Array, EquatableArray<Expression> Indices, int Location) : Expression(Location);

/// <summary><c>array.Length</c>, or <c>array.GetLength(dimension)</c>.</summary>
internal sealed record ArrayLength(Expression Array, Expression? Dimension, int Location) : Expression(Location);

/// <summary><c>target = value</c>, whose value is what was assigned.</summary>
internal sealed record Assignment(Target Target, Expression Value, int Location) : Expression(Location);

/// <summary><c>value switch { … }</c>.</summary>
internal sealed record SwitchExpression(Expression Value, EquatableArray<SwitchArm> Arms, int Location) : Expression(Location);

/// <summary>One arm of a switch expression.</summary>
internal sealed record SwitchArm(Pattern Pattern, Expression? Guard, Expression Value);

/// <summary><c>value is pattern</c>.</summary>
internal sealed record Matches(Expression Value, Pattern Pattern, int Location) : Expression(Location);

/// <summary>A <c>throw</c>, which must not be reached.</summary>
internal sealed record Thrown(int Location) : Expression(Location);

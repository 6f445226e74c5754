using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading.Program;

/// <summary>What a value is assigned to.</summary>
internal abstract record Target;

/// <summary>A local or parameter.</summary>
internal sealed record VariableTarget(int Slot, string Name) : Target;

/// <summary>A local that the assignment declares.</summary>
internal sealed record NewVariableTarget(int Slot) : Target;

/// <summary><c>_</c>.</summary>
internal sealed record DiscardTarget : Target;

/// <summary><c>(a, b)</c>.</summary>
internal sealed record TupleTarget(EquatableArray<Target> Items) : Target;

/// <summary><c>array[index]</c>, <c>array[row, column]</c>.</summary>
internal sealed record ElementTarget(Expression Array, EquatableArray<Expression> Indices, int Location) : Target;

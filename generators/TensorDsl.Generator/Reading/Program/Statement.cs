using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading.Program;

/// <summary>A statement of a definition.</summary>
internal abstract record Statement;

/// <summary>Statements in a scope of their own.</summary>
internal sealed record Block(EquatableArray<Statement> Statements) : Statement;

/// <summary>An expression for its effect.</summary>
internal sealed record Evaluate(Expression Expression) : Statement;

/// <summary>A local, with its first value if it has one.</summary>
internal sealed record Declare(int Slot, Expression? Value) : Statement;

/// <summary>A local function, which is known from the beginning of its block.</summary>
internal sealed record DeclareFunction(int Slot, string Name, EquatableArray<int> Parameters, Statement Body) : Statement;

internal sealed record If(Expression Condition, Statement Then, Statement? Otherwise) : Statement;

/// <summary><c>for</c>; <c>while</c> when nothing comes before and after; <c>do</c> when it does not test first.</summary>
internal sealed record Loop(
    EquatableArray<Statement> Before,
    Expression? Condition,
    EquatableArray<Statement> After,
    Statement Body,
    bool TestsFirst,
    int Location) : Statement;

/// <summary><c>foreach</c> over an array.</summary>
internal sealed record ForEach(Target Item, Expression Collection, Statement Body, int Location) : Statement;

/// <summary>A <c>switch</c> statement.</summary>
internal sealed record Switch(Expression Value, EquatableArray<SwitchSection> Sections) : Statement;

/// <summary>The labels of a section, null for <c>default</c>, and its statements.</summary>
internal sealed record SwitchSection(EquatableArray<SwitchLabel> Labels, Statement Body);

/// <summary>A label of a switch section; <c>default</c> has no pattern.</summary>
internal sealed record SwitchLabel(Pattern? Pattern, Expression? Guard);

internal sealed record Return(Expression? Value) : Statement;

internal sealed record Break : Statement;

internal sealed record Continue : Statement;

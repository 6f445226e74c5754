namespace TensorDsl.Generator.Tests.RandomDefinitions;

/// <summary>One statement of a random definition: a variable and the expression that it is given.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Kind">Its shape, by a letter for each axis, as the keys of <see cref="Vocabulary"/>.</param>
/// <param name="Template">The C# expression, with <c>{0}</c>, <c>{1}</c> … for the operands.</param>
/// <param name="Operands">Earlier variables.</param>
/// <param name="Body">What a loop's body says, if this is a loop.</param>
internal sealed record Line(string Name, string Kind, string Template, IReadOnlyList<string> Operands, Block? Body = null)
{
    /// <summary>The statement with another name for each operand.</summary>
    public Line Renamed(Func<string, string> name) => this with
    {
        Operands = [.. Operands.Select(name)],
        Body = Body is null ? null : Body with { Lines = [.. Body.Lines.Select(line => line.Renamed(name))], Result = name(Body.Result) },
    };

    /// <summary>Every variable that the statement reads, those of its body included.</summary>
    public IEnumerable<string> Reads => Body is null
        ? Operands
        : Operands.Concat(Body.Lines.SelectMany(line => line.Reads)).Append(Body.Result);
}

/// <summary>The body of a loop: the values that it gets, its statements, and what it hands on.</summary>
internal sealed record Block(IReadOnlyList<(string Name, string Kind)> Carried, IReadOnlyList<Line> Lines, string Result, bool Recompute);

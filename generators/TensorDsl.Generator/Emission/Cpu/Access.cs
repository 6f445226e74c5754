using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>The space that a kernel runs over: row axes, outermost first, and the columns of a row.</summary>
internal sealed record Space(Dim[] Rows, Dim Column)
{
    /// <summary>The number of rows.</summary>
    public Dim RowCount => Rows.Aggregate((Dim)1, (product, size) => (product * size).Plain);
}

/// <summary>How an operand's elements are reached from a row and a column of the space.</summary>
internal sealed record Access(Node Base, Dim[] RowStrides, Dim ColumnStride, Offset Start)
{
    /// <summary>The access that <paramref name="user"/>, a node over the space, makes to an operand from outside.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="user">The node that reads it.</param>
    /// <param name="space">Where both live.</param>
    /// <param name="hasColumn">Whether the last axis of the space is the column; a product of one column has none.</param>
    public static Access Of(Node operand, Node user, Space space, bool hasColumn)
    {
        var view = View.Of(operand);
        var strides = Alignment.Strides(operand, user, space.Rows.Length + 1);
        return new Access(view.Base, [.. strides.Take(space.Rows.Length)], hasColumn ? strides[space.Rows.Length] : 0, view.Offset);
    }

    /// <summary>The access by which a row step writes a value of its own, which lies row-major.</summary>
    public static Access OfResult(Node node, RowStep step, Space space)
    {
        var all = Strides.RowMajor(node.Shape);
        var real = Enumerable.Range(0, all.Length).Where(i => !node.Shape[i].Size.IsOne).Select(i => all[i].Plain).ToList();
        Dim[] rows = [.. real.Take(space.Rows.Length)];
        return new Access(node, rows, step.IsPerRow(node) || space.Column.IsOne ? 0 : real[real.Count - 1], 0);
    }

    /// <summary>The accesses that a step's maps and reductions make to operands that are in memory or counted.</summary>
    public static IReadOnlyList<Access> AllOf(Step step, Space space, bool hasColumn = true) =>
    [
        .. step.Members.Where(member => member is not ContractNode).SelectMany(member => member.Inputs
            .Where(input => !step.Members.Contains(input) && View.Of(input).Base is not (ConstantNode or SizeNode))
            .Select(input => Of(input, member, space, hasColumn))),
    ];

    /// <summary>Whether all columns of a row see the same element.</summary>
    public bool IsPerRow => ColumnStride is { IsConstant: true, Factor: 0 };

    /// <summary>Whether neighbouring columns are neighbours in memory, or one.</summary>
    public bool IsVector => IsPerRow || ColumnStride.IsOne;

    /// <summary>Whether it lies in memory with an element for each row and column.</summary>
    public bool IsOwnToEachElement => ColumnStride.IsOne && !RowStrides.All(IsNone) && Base is not (IndexNode or KeptNode or ValuesNode);

    /// <summary>The element of column 0 of a row, as an offset expression; "0" where it is the same for all rows.</summary>
    /// <param name="space">The space.</param>
    /// <param name="row">The variable that counts rows.</param>
    /// <param name="indices">Tells the variable of a row axis, where rows do not follow each other evenly.</param>
    /// <param name="times">Writes a variable times a stride.</param>
    public string RowOffset(Space space, string row, Func<int, string> indices, Func<string, Dim, string> times) =>
        !RowStrides.All(IsNone) && Strides.Merge([.. space.Rows.Zip(RowStrides, (size, stride) => (size, stride))]) is { } merged
            ? times(row, merged.Stride) + Text.Beyond(Start)
            : AxisOffset(indices, times);

    /// <summary>The same from the places along each row axis.</summary>
    public string AxisOffset(Func<int, string> indices, Func<string, Dim, string> times)
    {
        var terms = Enumerable.Range(0, RowStrides.Length).Where(axis => !IsNone(RowStrides[axis]))
            .Select(axis => times(indices(axis), RowStrides[axis]))
            .Concat(Start.Terms.Select(Text.Of));
        return string.Join(" + ", terms.DefaultIfEmpty("0"));
    }

    private static bool IsNone(Dim stride) => stride is { IsConstant: true, Factor: 0 };
}

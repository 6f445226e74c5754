using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>Nodes over one space of rows and, where some member needs it, columns.</summary>
internal sealed class RowGroup(Dim[] rows, Dim? column, HashSet<Node> members)
{
    public HashSet<Node> Members => members;

    /// <summary>The rows and columns to run over: without a column axis of its own the last row axis is it.</summary>
    public (Dim[] Rows, Dim Column) Space => column is { } known ? (rows, known)
        : rows.Length == 0 ? (rows, 1)
        : ([.. rows.Take(rows.Length - 1)], rows[rows.Length - 1]);

    public static RowGroup Of(Node node)
    {
        var sizes = node is ReduceNode ? node.Inputs[0].Shape.Squeeze() : node.Shape.Squeeze();
        return node is ReduceNode
            ? new RowGroup([.. sizes.Take(sizes.Length - 1)], sizes[sizes.Length - 1], [node])
            : new RowGroup(sizes, null, [node]);
    }

    /// <summary>
    /// Both groups as one, where they share a space and all members meet their operands there row by row: also members
    /// that kept apart until now because one is stretched along the rows where the other is along the columns.
    /// </summary>
    public RowGroup? TryUnite(RowGroup other) =>
        Common(rows, column, other) is { } space && MeetRowByRow(members, other.Members) && MeetRowByRow(other.Members, members)
            ? new RowGroup(space.Rows, space.Column, [.. other.Members, .. members])
            : null;

    private static bool MeetRowByRow(HashSet<Node> users, HashSet<Node> operands) =>
        users.All(user => user.Inputs.All(input => !operands.Contains(input) || Alignment.IsOneToOne(input, user)));

    private static (Dim[] Rows, Dim? Column)? Common(Dim[] rows, Dim? column, RowGroup other)
    {
        var (otherRows, otherColumn) = (other.Rows, other.Column);
        if (column is { } own && otherColumn is { } its)
            return rows.SequenceEqual(otherRows) && own == its ? (rows, column) : null;
        if (column is not null)
            return Contains(rows, column.Value, otherRows) ? (rows, column) : null;
        if (otherColumn is not null)
            return Contains(otherRows, otherColumn.Value, rows) ? (otherRows, otherColumn) : null;
        if (rows.SequenceEqual(otherRows))
            return (rows, null);
        return rows.Length == otherRows.Length + 1 && rows.Take(otherRows.Length).SequenceEqual(otherRows)
            ? (otherRows, rows[rows.Length - 1])
            : null;
    }

    // Whether values over these sizes are per row or per element of the space.
    private static bool Contains(Dim[] rows, Dim column, Dim[] sizes) =>
        sizes.SequenceEqual(rows) || sizes.SequenceEqual([.. rows, column]);

    private Dim[] Rows => rows;

    private Dim? Column => column;
}

using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Generation;

/// <summary>Which axes of a reshape's operand and result are the same one.</summary>
internal static class TimeAxes
{
    /// <summary>The operand's axis that an axis of the reshape is: as long, and as far from one index to the next; or −1.</summary>
    public static int Before(Node reshape, int axis) => Matching(reshape, axis)
        .Where(i => reshape.Inputs[0].Shape[i].Size == reshape.Shape[axis].Size).DefaultIfEmpty(-1).First();

    /// <summary>
    /// The operand's axis along time that an axis of the reshape along time is, or is merged with or split from; or −1.
    /// In merged axes time is the inner part, as in (B·T): then the new positions of each sequence lie in a line.
    /// </summary>
    public static int Before(Node reshape, int axis, TimeSymbols time) => Matching(reshape, axis)
        .Where(i => time.IsIn(reshape.Inputs[0].Shape[i].Size)).DefaultIfEmpty(-1).First();

    private static IEnumerable<int> Matching(Node reshape, int axis)
    {
        var x = reshape.Inputs[0].Shape;
        var (after, before) = (Strides.RowMajor(reshape.Shape), Strides.RowMajor(x));
        return Enumerable.Range(0, x.Rank).Where(i => !x[i].Size.IsOne && before[i] == after[axis]);
    }
}

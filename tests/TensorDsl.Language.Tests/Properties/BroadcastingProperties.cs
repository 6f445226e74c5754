using FsCheck;
using FsCheck.Fluent;
using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Properties;

public class BroadcastingProperties
{
    private static readonly string?[] Names = ["B", "T", "H", null, null];

    /// <summary>
    /// The sizes of axes (B, T, H, ·, ·), and which of them each operand has: the narrower one lacks any of the wider
    /// one's named axes, and unnamed ones from the left. An axis may be stretched from 1.
    /// </summary>
    public sealed record Case(int[] Sizes, Place[] Left, Place[] Right)
    {
        public override string ToString() => $"{string.Join(" ", Sizes)}: {string.Join(" ", Left)} with {string.Join(" ", Right)}";
    }

    public enum Place
    {
        Absent,
        One,
        Full,
    }

    [Fact]
    public void Every_element_meets_those_of_its_axes() => Settings.Holds(Cases().ToArbitrary(), @case =>
    {
        Tensor left = Operand("left", @case.Sizes, @case.Left), right = Operand("right", @case.Sizes, @case.Right);
        var actual = (2 * left) + right;
        int[] sizes = [.. @case.Sizes.Select((size, axis) => Full(@case, axis) ? size : 1)];
        double[] expected = [.. Enumerable.Range(0, sizes.Aggregate(1, (product, size) => product * size)).Select(i =>
            (2 * At(left, @case.Left, sizes, i)) + At(right, @case.Right, sizes, i))];
        Numbers.Close(expected, actual.Values);
        Assert.Equal(Enumerable.Range(0, 5).Where(axis => Present(@case, axis)).Select(axis => sizes[axis]),
            actual.Shape.Axes.Select(axis => axis.Size.Value));
        return true;
    });

    private static Gen<Case> Cases() =>
        from sizes in Gen.Choose(2, 4).ArrayOf(5)
        from wide in Places()
        from narrow in Places()
        let within = Right([.. narrow.Select((place, axis) => wide[axis] == Place.Absent ? Place.Absent : place)])
        from swap in Gen.Elements(false, true)
        select swap ? new Case(sizes, within, wide) : new Case(sizes, wide, within);

    private static Gen<Place[]> Places() =>
        from places in Gen.Elements(Place.Absent, Place.One, Place.Full).ArrayOf(5)
        select Right(places);

    // Unnamed axes are counted from the right: whoever has the fourth has the fifth.
    private static Place[] Right(Place[] places) =>
        places[3] != Place.Absent && places[4] == Place.Absent ? [.. places[..4], Place.One] : places;

    private static bool Present(Case @case, int axis) => @case.Left[axis] != Place.Absent || @case.Right[axis] != Place.Absent;

    private static bool Full(Case @case, int axis) => @case.Left[axis] == Place.Full || @case.Right[axis] == Place.Full;

    private static Tensor Operand(string key, int[] sizes, Place[] places) => Numbers.Tensor(key,
        [.. Enumerable.Range(0, 5).Where(axis => places[axis] != Place.Absent)
            .Select(axis => (Names[axis], places[axis] == Place.Full ? sizes[axis] : 1))]);

    // The operand's element at the i-th element of the result, whose index is read off digit by digit from the right.
    private static double At(Tensor operand, Place[] places, int[] sizes, int i)
    {
        int offset = 0, stride = 1;
        for (int axis = 4; axis >= 0; axis--)
        {
            if (places[axis] == Place.Full)
            {
                offset += stride * (i % sizes[axis]);
                stride *= sizes[axis];
            }

            i /= sizes[axis];
        }

        return operand.Values[offset];
    }
}

using TensorDsl.Generator.Graph;

namespace TensorDsl;

internal static partial class Primitives
{
    public static Tensor Tap(string name, Tensor x)
    {
        Builder.Graph.HasLooks = true;
        if (Definition.Current.IsLooking)
            Builder.Graph.Taps.Add(new LookPoint(name, LoopsAround(Builder.Region), x.Node, Builder.Location, []));
        return x;
    }

    /// <summary>x where the caller keeps it, else 0; and what the caller adds.</summary>
    public static Tensor Patch(string name, Tensor x)
    {
        Builder.Graph.HasLooks = true;
        if (!Definition.Current.IsLooking)
            return x;
        var loops = LoopsAround(Builder.Region);
        var whole = LookPoint.Whole(loops, x.Shape);
        var (keep, add) = (Given(LookPoint.Keep(name), whole), Given(LookPoint.Add(name), whole));
        Builder.Graph.Patches.Add(new LookPoint(name, loops, x.Node, Builder.Location, [keep, add]));
        var kept = Builder.Map(Function.Where, x.Shape, OfIteration(keep, loops), x.Node, Builder.Constant(0));
        return new(Builder.Map(Function.Add, x.Shape, kept, OfIteration(add, loops)));
    }

    private static NumbersNode Given(string name, Shape whole) =>
        Builder.In(Builder.Graph.Main, () => (NumbersNode)Builder.Add(new NumbersNode(Builder.Region, name, whole)));

    private static Node OfIteration(Node whole, IReadOnlyList<LoopNode> loops) =>
        loops.Aggregate(whole, (part, loop) => Builder.In(loop.Body, () => Builder.Add(new ElementNode(loop, part))));
}

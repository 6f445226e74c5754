using TensorDsl.Generator.Graph;

namespace TensorDsl;

internal static partial class Primitives
{
    public static bool IsTraining => Definition.Current.IsTraining;

    public static Tensor Kept(Shape shape, DropoutPlace place) =>
        new(Builder.Add(new KeptNode(Builder.Region, shape, place, LoopsAround(Builder.Region))));

    // The loops around a region, outermost first.
    private static List<LoopNode> LoopsAround(Region home)
    {
        var loops = new List<LoopNode>();
        for (var region = home; region.Loop is { } loop; region = region.Parent!)
            loops.Insert(0, loop);
        return loops;
    }
}

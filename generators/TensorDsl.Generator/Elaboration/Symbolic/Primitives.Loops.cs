using TensorDsl.Generator.Graph;

namespace TensorDsl;

// Loops stay loops.
internal static partial class Primitives
{
    public static Tensor[] Repeat(string loopName, Dim count, Tensor[] x, Func<Tensor[], Tensor[]> body, bool recompute)
    {
        // A scan's body has the same parameters at every position, so layers in it are written out one by one.
        if (Definition.Current.Names.IsShared)
        {
            for (int i = 0; i < count.Value; i++)
            {
                using var scope = Definition.Current.Names.OpenIndex(loopName, FormattableString.Invariant($"{i}"));
                var before = x;
                x = Definition.Current.RunBody(() => body(before));
            }

            return x;
        }

        var loop = new LoopNode(Builder.Region, loopName, count) { IsRecomputed = recompute };
        return Run(loop, x, states =>
        {
            using (Definition.Current.Names.OpenIndex(loopName, "*"))
                return body(states);
        });
    }

    /// <summary>
    /// Steps along the first axis of every sequence (N, …). A step gets one element of each and the states, and gives
    /// outputs and the next states; the outputs of all steps come back behind each other, with the last states.
    /// </summary>
    public static (Tensor[] Outputs, Tensor[] States) Scan(
        string loopName, Axis axis, Tensor[] sequences, Tensor[] states,
        Func<Tensor[], Tensor[], (Tensor[] Outputs, Tensor[] States)> step, bool reverse, bool recompute)
    {
        var loop = new LoopNode(Builder.Region, loopName, axis.Size) { IsScan = true, IsDescending = reverse, IsRecomputed = recompute };
        Tensor[] outputs = [];
        var last = Run(loop, states, before =>
        {
            var elements = sequences.Select(x => new Tensor(Builder.Add(new ElementNode(loop, x.Node)))).ToArray();
            using var scope = Definition.Current.Names.OpenShared(loopName, again: false);
            (outputs, var after) = step(elements, before);
            return after;
        });
        return ([.. outputs.Select(y => new Tensor(Builder.Add(new CollectedNode(loop, axis, y.Node))))], last);
    }

    private static Tensor[] Run(LoopNode loop, Tensor[] start, Func<Tensor[], Tensor[]> body)
    {
        var carries = start.Select(x => loop.AddCarry(x.Node)).ToArray();
        var after = Builder.In(loop.Body, () =>
            Definition.Current.RunBody(() => body([.. carries.Select(carry => new Tensor(carry.Phi))])));
        for (int i = 0; i < carries.Length; i++)
            carries[i].Next = after[i].Node;
        loop.Region.Nodes.Add(loop);
        return [.. carries.Select(carry => new Tensor(Builder.Add(new LoopResultNode(loop.Region, carry))))];
    }
}

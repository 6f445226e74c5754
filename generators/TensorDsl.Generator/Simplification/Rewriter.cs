using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Simplification;

/// <summary>Edits a graph in place: replaces values everywhere, and adds operations before the one that needs them.</summary>
internal sealed class Rewriter(ModelGraph graph)
{
    /// <summary>Makes every user of <paramref name="old"/> use <paramref name="replacement"/>.</summary>
    public void Replace(Node old, Node replacement)
    {
        Replace(graph.Main, old, replacement);
        foreach (string name in graph.Outputs.Where(pair => pair.Value == old).Select(pair => pair.Key).ToList())
            graph.Outputs[name] = replacement;
        foreach (var slot in graph.Gradients.Where(pair => pair.Value == old).Select(pair => pair.Key).ToList())
            graph.Gradients[slot] = replacement;
    }

    /// <summary>Adds <paramref name="node"/> to its region just before <paramref name="user"/>, or at the end.</summary>
    public static Node Insert(Node node, Node? user)
    {
        int place = user is null ? -1 : node.Region.Nodes.IndexOf(user);
        node.Region.Nodes.Insert(place < 0 ? node.Region.Nodes.Count : place, node);
        return node;
    }

    /// <summary>Adds a copy of <paramref name="x"/>, row-major in memory of its own, before <paramref name="user"/>.</summary>
    public static Node Copy(Region region, Node x, Node? user) =>
        Insert(new MapNode(region, Function.Copy, x.Shape, x), user);

    private static void Replace(Region region, Node old, Node replacement)
    {
        foreach (var node in region.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i] == old && node != replacement)
                    node.Inputs[i] = replacement;
            }

            if (node is not LoopNode loop)
                continue;
            foreach (var carry in loop.Carries)
            {
                if (carry.Init == old)
                    carry.Init = replacement;
                if (carry.Next == old)
                    carry.Next = replacement;
            }

            Replace(loop.Body, old, replacement);
        }
    }
}

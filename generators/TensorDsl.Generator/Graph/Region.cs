namespace TensorDsl.Generator.Graph;

/// <summary>Operations in an order in which they can run: the whole program, or the body of a loop.</summary>
internal sealed class Region(ModelGraph graph, Region? parent, LoopNode? loop)
{
    public ModelGraph Graph => graph;

    public Region? Parent => parent;

    /// <summary>The loop whose body this is.</summary>
    public LoopNode? Loop => loop;

    public List<Node> Nodes { get; } = [];

    /// <summary>Whether <paramref name="inner"/> is this region or lies inside it.</summary>
    public bool Encloses(Region inner)
    {
        for (Region? r = inner; r is not null; r = r.Parent)
        {
            if (r == this)
                return true;
        }

        return false;
    }
}

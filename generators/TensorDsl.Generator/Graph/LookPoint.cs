namespace TensorDsl.Generator.Graph;

/// <summary>A place of a definition that a tap or a patch names.</summary>
/// <param name="Name">The name.</param>
/// <param name="Loops">The loops around it, outermost first.</param>
/// <param name="Value">What is there in one iteration.</param>
/// <param name="Location">The place of the expression.</param>
/// <param name="Inputs">What a patch takes: which elements to keep (1, else 0), and what to add.</param>
internal sealed record LookPoint(string Name, IReadOnlyList<LoopNode> Loops, Node Value, int Location, IReadOnlyList<InputNode> Inputs)
{
    /// <summary>The name as a property's.</summary>
    public string Property => Capital(Name);

    /// <summary>Its values in all iterations behind each other.</summary>
    public Shape Shape => Whole(Loops, Value.Shape);

    /// <summary>The program's output that holds what a tap saw.</summary>
    public string Seen => "Tap_" + Property;

    /// <summary>The values of all iterations: an axis for each loop, then those of one value.</summary>
    public static Shape Whole(IEnumerable<LoopNode> loops, Shape value) =>
        new(loops.Select(loop => new Axis(null, loop.Count)).Concat(value.Axes));

    /// <summary>The program's input that says which elements a patch keeps.</summary>
    public static string Keep(string name) => "keep_" + Capital(name);

    /// <summary>The program's input that a patch adds.</summary>
    public static string Add(string name) => "add_" + Capital(name);

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}

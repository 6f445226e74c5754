using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>A program ready to be written: its steps, where they meet, and where every value lies.</summary>
/// <param name="Name">The entry point, such as <c>Loss</c>.</param>
/// <param name="Graph">What it computes.</param>
/// <param name="Steps">Its kernels and loops, in order.</param>
/// <param name="Storage">Each value's place.</param>
/// <param name="Phases">The barriers.</param>
/// <param name="Sections">The activation arena, the lowest section first.</param>
internal sealed record Plan(
    string Name,
    ModelGraph Graph,
    IReadOnlyList<Step> Steps,
    IReadOnlyDictionary<Node, Storage> Storage,
    Phases Phases,
    IReadOnlyList<Section> Sections)
{
    /// <summary>Plans the program of a normalised graph.</summary>
    public static Plan Of(string name, ModelGraph graph)
    {
        var steps = Scheduler.Run(graph);
        var storage = StoragePlanner.Run(graph, steps);
        var phases = new Phases(steps, storage);
        return new Plan(name, graph, steps, storage, phases, ArenaPlanner.Run(steps, storage, phases, graph.Bounds));
    }
}

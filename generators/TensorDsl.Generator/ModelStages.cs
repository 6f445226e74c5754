using TensorDsl.Generator.Accounting;
using TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Differentiation;
using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Elaboration.Interpretation;
using TensorDsl.Generator.Emission.Api;
using TensorDsl.Generator.Generation;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Scheduling;
using TensorDsl.Generator.Simplification;
using TensorDsl.Generator.Support;
using TensorDsl.Generator.Verification;

namespace TensorDsl.Generator;

/// <summary>The stages after elaboration, as the pipeline calls them.</summary>
internal static class ModelStages
{
    /// <summary>The name of the program that computes a loss's gradient.</summary>
    public static string Backward(string loss) => loss == DerivedLoss.Name ? "Backward" : $"Backward{loss}";

    /// <summary>The name of the method that asks for the gradient alone.</summary>
    public static string Differentiate(string loss) => loss == DerivedLoss.Name ? "Differentiate" : $"Differentiate{loss}";

    /// <summary>The names of the methods that an entry point of one result gets besides its own, if it is a loss.</summary>
    public static IEnumerable<string> Gradients(string entry) => IsLoss(entry) ? [Backward(entry), Differentiate(entry)] : [];

    /// <summary>Whether an entry point of this name has a gradient if it gives a single number.</summary>
    public static bool IsLoss(string name) => name.EndsWith(DerivedLoss.Name, StringComparison.Ordinal);

    /// <summary>
    /// A graph for each program: one for each entry point, and the gradient of each loss. Passes edit a graph in place,
    /// so each program elaborates its own.
    /// </summary>
    public static ModelGraphs Differentiate(DefinitionProgram program, ModelGraph elaborated, CancellationToken cancellation = default)
    {
        DerivedLoss.AddTo(elaborated);
        Verifier.Always(elaborated, "elaboration");
        var graphs = new ModelGraphs(Programs(program, elaborated, cancellation), Fingerprint.Of(Whole(program, cancellation, isTraining: true)));
        if (elaborated.HasLooks)
        {
            var looks = Programs(program, elaborated, cancellation, isLooking: true);
            graphs = Looking.Mistake(looks.Select(look => look.Graph)) is { } mistake
                ? graphs with { Diagnostics = EquatableArray.Of(mistake) }
                : graphs with { Looks = looks };
        }

        graphs = graphs with { Diagnostics = graphs.Diagnostics.Concat(WithoutGradient(program, elaborated)).ToEquatableArray() };
        try
        {
            // What no iteration changes is kept for all positions, so it must not stand in a recurrence.
            Hoisting.Run(elaborated);
            return graphs with { Incremental = Incremental.Derive(elaborated) };
        }
        catch (NotIncrementalException reason)
        {
            // Most models that are not causal are not meant to be.
            return program.Class.IsIncremental
                ? graphs with { Diagnostics = graphs.Diagnostics.Append(DiagnosticInfo.At(reason.Location, "TDSL060", program.Class.Name, reason.Message)).ToEquatableArray() }
                : graphs;
        }
    }

    public static ModelPlans Schedule(DefinitionProgram program, ModelGraphs graphs, CancellationToken cancellation = default)
    {
        var plans = new List<Plan>();
        foreach (var (name, graph) in graphs.Programs)
        {
            cancellation.ThrowIfCancellationRequested();
            plans.Add(Plan(name, graph));
        }

        var looks = new List<Plan>();
        foreach (var (name, graph) in graphs.Looks)
        {
            cancellation.ThrowIfCancellationRequested();
            looks.Add(Plan(name, graph));
        }

        var layout = new ParameterLayout(graphs.Programs[0].Graph.Parameters);
        Verifier.Check(layout);
        return new ModelPlans(plans, layout, graphs.Fingerprint)
        {
            Looks = looks,
            Incremental = graphs.Incremental is { } incremental
                ? new IncrementalPlans(
                    Plan("Step", incremental.Step), incremental.Once is { } once ? Plan("Once", once) : null,
                    new CacheLayout(incremental.Slots), incremental.Time)
                : null,
        };
    }

    /// <summary>The files, and what is wrong with the memory that they take.</summary>
    public static (GeneratedFiles? Value, EquatableArray<DiagnosticInfo> Diagnostics) Emit(DefinitionProgram program, ModelPlans plans, bool hasGpu) =>
        (ModelWriter.Write(program, plans, hasGpu), BudgetCheck.Of(program, plans));

    private static bool HasGradient(ModelGraph graph, Entry entry) => IsLoss(entry.Name)
        && entry.Outputs is [var output] && output == entry.Name && graph.Outputs[output].Shape.Count.IsOne;

    private static IEnumerable<DiagnosticInfo> WithoutGradient(DefinitionProgram program, ModelGraph graph) =>
        from entry in graph.Entries
        where IsLoss(entry.Name) && !HasGradient(graph, entry)
        let result = string.Join(" and ", entry.Outputs.Select(output => graph.Outputs[entry.KeyOf(output)].Shape))
        select DiagnosticInfo.At(program.EntryPoints.Single(known => known.Name == entry.Name).Location, "TDSL061", entry.Name, result);

    private static Plan Plan(string name, ModelGraph graph)
    {
        ConstantTables.Run(graph);
        Normalisation.Run(graph);
        Verifier.Check(graph, "normalisation", GraphForm.Normalised);
        SavedDerivatives.Run(graph);
        Rematerialisation.Run(graph);
        Verifier.Check(graph, "rematerialisation", GraphForm.Normalised);
        var plan = Scheduling.Plan.Of(name, graph);
        Verifier.Check(plan);
        return plan;
    }

    private static List<(string Name, ModelGraph Graph)> Programs(
        DefinitionProgram program, ModelGraph elaborated, CancellationToken cancellation, bool isLooking = false)
    {
        var programs = elaborated.Entries.Select(entry => (entry.Name, Only(program, entry.Name, cancellation, isLooking: isLooking))).ToList();
        foreach (var loss in elaborated.Entries.Where(entry => HasGradient(elaborated, entry)))
        {
            var graph = Only(program, loss.Name, cancellation, isTraining: true, isLooking);
            Differentiator.Differentiate(graph, loss.Name);
            Verifier.Check(graph, "differentiation");
            programs.Add((Backward(loss.Name), graph));
        }

        return programs;
    }

    // With the taps and patches of one entry point, if wished; a loss that follows from logits has theirs.
    private static ModelGraph Whole(DefinitionProgram program, CancellationToken cancellation, bool isTraining, string? looking = null)
    {
        if (looking is not null && program.EntryPoints.All(entry => entry.Name != looking))
            looking = DerivedLoss.Logits;
        var graph = Elaborator.Elaborate(program, cancellation, isTraining, looking).Graph
            ?? throw new InvalidOperationException("The definition elaborated once and not again.");
        DerivedLoss.AddTo(graph);
        return graph;
    }

    // The graph of one entry point, whose results go by their own names there.
    private static ModelGraph Only(DefinitionProgram program, string name, CancellationToken cancellation, bool isTraining = false, bool isLooking = false)
    {
        var graph = Whole(program, cancellation, isTraining, isLooking ? name : null);
        var entry = graph.Entries.Single(entry => entry.Name == name);
        var results = entry.Outputs.Select(output => (output, graph.Outputs[entry.KeyOf(output)])).ToList();
        graph.Outputs.Clear();
        foreach (var (output, result) in results)
            graph.Outputs[output] = result;
        foreach (var bound in entry.Bounds)
            graph.Bounds[bound.Key] = bound.Value;
        graph.Inputs.Clear();
        graph.Inputs.AddRange(entry.Inputs.Distinct());
        Looking.AddTo(graph);
        Hoisting.Run(graph);
        AttentionRecognition.Run(graph);
        Verifier.Check(graph, "the recognition of attention");
        return graph;
    }
}

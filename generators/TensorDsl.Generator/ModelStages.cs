using TensorDsl.Generator.Differentiation;
using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Elaboration.Interpretation;
using TensorDsl.Generator.Emission.Api;
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
    /// <summary>The program that computes the gradient.</summary>
    public const string Backward = "Backward";

    /// <summary>
    /// A graph for each program: one for each entry point, and the loss's gradient. Passes edit a graph in place, so
    /// each program elaborates its own.
    /// </summary>
    public static ModelGraphs Differentiate(DefinitionProgram program, ModelGraph elaborated)
    {
        DerivedLoss.AddTo(elaborated);
        Verifier.Check(elaborated, "elaboration");
        var programs = elaborated.Outputs.Keys.Select(name => (name, Only(program, name))).ToList();
        if (elaborated.Outputs.ContainsKey(DerivedLoss.Name))
        {
            var graph = Only(program, DerivedLoss.Name);
            Differentiator.Differentiate(graph, DerivedLoss.Name);
            Verifier.Check(graph, "differentiation");
            programs.Add((Backward, graph));
        }

        return new ModelGraphs(programs, Fingerprint.Of(elaborated));
    }

    public static ModelPlans Schedule(DefinitionProgram program, ModelGraphs graphs)
    {
        var plans = new List<Plan>();
        foreach (var (name, graph) in graphs.Programs)
        {
            Normalisation.Run(graph);
            Verifier.Check(graph, "normalisation", GraphForm.Normalised);
            Rematerialisation.Run(graph);
            Verifier.Check(graph, "rematerialisation", GraphForm.Normalised);
            plans.Add(Plan.Of(name, graph));
            Verifier.Check(plans[plans.Count - 1]);
        }

        var layout = new ParameterLayout(graphs.Programs[0].Graph.Parameters);
        Verifier.Check(layout);
        return new ModelPlans(plans, layout, graphs.Fingerprint);
    }

    public static GeneratedFiles Emit(DefinitionProgram program, ModelPlans plans) => ModelWriter.Write(program, plans);

    private static ModelGraph Only(DefinitionProgram program, string output)
    {
        var graph = Elaborator.Elaborate(program).Graph
            ?? throw new InvalidOperationException("The definition elaborated once and not again.");
        DerivedLoss.AddTo(graph);
        foreach (string other in graph.Outputs.Keys.Where(name => name != output).ToList())
            graph.Outputs.Remove(other);
        AttentionRecognition.Run(graph);
        Verifier.Check(graph, "the recognition of attention");
        return graph;
    }
}

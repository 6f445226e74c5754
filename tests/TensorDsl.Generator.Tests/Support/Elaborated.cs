extern alias generator;

using generator::TensorDsl.Generator.Elaboration.Interpretation;
using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Reading.Program;
using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>What the generator's inner stages make of a source, which no test of the output could see.</summary>
internal static class Elaborated
{
    /// <summary>The program that a source with one model is read as.</summary>
    public static DefinitionProgram Program(string source)
    {
        var driver = GeneratorRun.Driver(tracksSteps: true).RunGenerators(Sources.Compile(source), TestContext.Current.CancellationToken);
        var result = driver.GetRunResult().Results[0];
        return result.TrackedSteps.TryGetValue("Reading", out var steps)
            ? (DefinitionProgram)steps.Single().Outputs.Single().Value
            : throw FailException.ForFailure($"Nothing was read:\n{string.Join("\n", result.Diagnostics)}");
    }

    /// <summary>The program's graph before any later stage touches it; with the taps and patches of one entry point, if wished.</summary>
    public static ModelGraph Graph(string source, string? looking = null)
    {
        var (graph, diagnostics) = Elaborator.Elaborate(Program(source), TestContext.Current.CancellationToken, looking: looking);
        Assert.Empty(diagnostics);
        return graph!;
    }
}

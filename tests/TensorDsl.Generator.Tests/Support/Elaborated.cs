extern alias generator;

using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Reading.Program;
using generator::TensorDsl.Generator.Support;
using Microsoft.CodeAnalysis;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>What the generator's inner stages make of a source, which no test of the output could see.</summary>
internal static class Elaborated
{
    public static DefinitionProgram Program(string source) => (DefinitionProgram)Output(source, "Reading");

    public static ModelGraph Graph(string source)
    {
        GeneratorRun.Of(source).Expect();
        return ((Stage<ModelGraph>)Output(source, "Elaboration")).Value!;
    }

    private static object Output(string source, string step)
    {
        var driver = GeneratorRun.Driver(tracksSteps: true).RunGenerators(Sources.Compile(source), TestContext.Current.CancellationToken);
        return driver.GetRunResult().Results[0].TrackedSteps[step].Single().Outputs.Single().Value;
    }
}

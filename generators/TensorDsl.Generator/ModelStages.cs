using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator;

/// <summary>The stages after elaboration, as the pipeline calls them.</summary>
internal static class ModelStages
{
    public static ModelGraph Differentiate(DefinitionProgram program, ModelGraph graph) => graph;

    public static ModelGraph Schedule(DefinitionProgram program, ModelGraph graph) => graph;

    public static GeneratedFiles Emit(DefinitionProgram program, ModelGraph plan) => new(default);
}

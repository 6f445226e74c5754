using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TensorDsl.Generator.Elaboration.Interpretation;
using TensorDsl.Generator.Emission.Api;
using TensorDsl.Generator.Reading;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator;

/// <summary>
/// Turns annotated classes into training code. Reading runs at each keystroke and gives an equatable program; every stage
/// after it hangs on that program alone. Diagnostics are an output of their own, so that they find their places in the
/// sources of the moment without any stage being run again.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var models = Read(context, ModelReader.AttributeName, ModelReader.Read);
        var transformers = Read(context, TransformerReader.AttributeName, TransformerReader.Read);
        var ambiguous = models.Collect().Combine(transformers.Collect())
            .Select((all, _) => HintNames.Ambiguous(
                all.Left.Concat(all.Right).Select(result => (result.Program?.Class ?? result.Outline?.Class)?.FullName).OfType<string>()));

        // Where the GPU's runtime is seen, there are programs for it; the package alone, built without ILGPU, has none of its types.
        var hasGpu = context.CompilationProvider
            .Select((compilation, _) => compilation.GetTypeByMetadataName("TensorDsl.Ilgpu.GpuPrograms") is not null)
            .WithTrackingName("Gpu");
        Compile(context, models, ambiguous, hasGpu);
        Compile(context, transformers, ambiguous, hasGpu);
    }

    private static IncrementalValuesProvider<ReadResult> Read(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, ReadResult?> read) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute, (node, _) => node is TypeDeclarationSyntax, (found, cancellation) => Guarded(read, found, cancellation))
            .Where(result => result is not null)
            .Select((result, _) => result!);

    private static void Compile(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<ReadResult> results,
        IncrementalValueProvider<EquatableArray<string>> ambiguous,
        IncrementalValueProvider<bool> hasGpu)
    {
        var compiled = results
            .Where(result => result.Program is not null)
            .Select((result, _) => result.Program!)
            .WithTrackingName("Reading")
            .Select((program, cancellation) => new Stage<DefinitionProgram>(program, program, default)
                .Then(value => Elaborator.Elaborate(value, cancellation)))
            .WithTrackingName("Elaboration")
            .Select((stage, cancellation) => stage.Then<ModelGraphs>(graph => ModelStages.Differentiate(stage.Program, graph, cancellation) is var graphs ? (graphs, graphs.Diagnostics) : default))
            .WithTrackingName("Differentiation")
            .Select((stage, cancellation) => stage.Then(graph => ModelStages.Schedule(stage.Program, graph, cancellation)))
            .WithTrackingName("Scheduling")
            .Combine(hasGpu)
            .Select((input, _) => input.Left.Then(plan => ModelStages.Emit(input.Left.Program, plan, input.Right)) with { HasGpu = input.Right })
            .WithTrackingName("Emission");

        var outlines = results
            .Where(result => result.Outline is not null)
            .Select((result, _) => result.Outline!)
            .WithTrackingName("Outline");

        context.RegisterSourceOutput(compiled.Combine(ambiguous), AddSources);
        context.RegisterSourceOutput(outlines.Combine(ambiguous), (output, outline) =>
            AddSource(output, OutlineWriter.Write(outline.Left), outline.Left.Class, outline.Right));
        context.RegisterSourceOutput(results.Collect().Combine(compiled.Collect()), Report);
    }

    private static void AddSources(
        SourceProductionContext context, (Stage<GeneratedFiles> Stage, EquatableArray<string> Ambiguous) model)
    {
        var program = model.Stage.Program;
        var files = model.Stage.Value?.Files
            ?? EquatableArray.Of(OutlineWriter.Write(new ModelOutline(program.Class, program.EntryPoints)));
        foreach (var file in files)
            AddSource(context, file, program.Class, model.Ambiguous);
    }

    private static void AddSource(
        SourceProductionContext context, GeneratedFile file, ModelClass model, EquatableArray<string> ambiguous) =>
        context.AddSource(HintNames.Of(file.HintName, model.FullName, ambiguous), SourceText.From(file.Source, Encoding.UTF8));

    private static void Report(
        SourceProductionContext context, (ImmutableArray<ReadResult> Read, ImmutableArray<Stage<GeneratedFiles>> Compiled) models)
    {
        var stages = new Dictionary<string, Stage<GeneratedFiles>>();
        foreach (var stage in models.Compiled)
            stages[stage.Program.Class.FullName] = stage;
        foreach (var read in models.Read)
        {
            var found = read.Program is { } program && stages.TryGetValue(program.Class.FullName, out var compiled)
                ? compiled.Diagnostics
                : read.Diagnostics;
            foreach (var diagnostic in found)
                context.ReportDiagnostic(diagnostic.ToDiagnostic(read.Locations));
        }
    }

    private static ReadResult? Guarded(
        Func<GeneratorAttributeSyntaxContext, CancellationToken, ReadResult?> read,
        GeneratorAttributeSyntaxContext context,
        CancellationToken cancellation)
    {
        try
        {
            return read(context, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return ClassReader.Failed(context, exception);
        }
    }
}

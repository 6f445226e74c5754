extern alias generator;

using generator::TensorDsl.Generator.Reading.Program;
using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Incrementality;

/// <summary>Runs the generator before and after an edit, and says what each stage did about it.</summary>
internal sealed class Edits
{
    private readonly GeneratorRunResult _before;
    private readonly GeneratorRunResult _result;

    private Edits(GeneratorRunResult before, GeneratorRunResult result)
    {
        _before = before;
        _result = result;
    }

    /// <summary>The stages after reading, in order.</summary>
    public static IReadOnlyList<string> LaterSteps { get; } = ["Elaboration", "Differentiation", "Scheduling", "Emission"];

    public IReadOnlyList<Diagnostic> Diagnostics => _result.Diagnostics;

    /// <summary>Each file as it was and as it becomes; a file that does not change keeps its syntax tree.</summary>
    public static Edits Of(params (string Before, string After)[] files)
    {
        var token = TestContext.Current.CancellationToken;
        Compilation before = Sources.Compile([.. files.Select(file => file.Before)]);
        var driver = GeneratorRun.Driver(tracksSteps: true).RunGenerators(before, token);
        var after = before;
        for (int i = 0; i < files.Length; i++)
        {
            if (files[i].Before == files[i].After)
                continue;
            var old = before.SyntaxTrees.Single(tree => tree.FilePath == $"File{i}.cs");
            after = after.ReplaceSyntaxTree(old, Sources.Parse(files[i].After, old.FilePath));
        }

        Assert.NotSame(before, after);
        return new Edits(driver.GetRunResult().Results.Single(), driver.RunGenerators(after, token).GetRunResult().Results.Single());
    }

    /// <summary>What a stage did about a model.</summary>
    public IncrementalStepRunReason Reason(string step, string model = "Net")
    {
        var outputs = _result.TrackedSteps[step].SelectMany(run => run.Outputs).Where(output => Name(output.Value) == model);
        return Assert.Single(outputs).Reason;
    }

    /// <summary>Asserts that nothing was computed after reading.</summary>
    public void NothingIsRecomputed(string model = "Net")
    {
        Assert.Contains(Reason("Reading", model), new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged });
        Assert.All(LaterSteps, step => Assert.Equal(IncrementalStepRunReason.Cached, Reason(step, model)));
        Assert.True(Texts(_before, model).SequenceEqual(Texts(_result, model), ReferenceEqualityComparer.Instance), "A file was written again.");
    }

    /// <summary>Asserts that every stage ran again and gave something new.</summary>
    public void EverythingIsRecomputed(string model = "Net")
    {
        Assert.Equal(IncrementalStepRunReason.Modified, Reason("Reading", model));
        Assert.All(LaterSteps, step => Assert.Equal(IncrementalStepRunReason.Modified, Reason(step, model)));
    }

    private static IEnumerable<object> Texts(GeneratorRunResult result, string model) => result.GeneratedSources
        .Where(source => source.HintName.StartsWith($"{model}.", StringComparison.Ordinal)).Select(source => source.SourceText);

    // Each stage's output, of whatever type, knows its program.
    private static string Name(object value) =>
        ((value as DefinitionProgram) ?? (DefinitionProgram)value.GetType().GetProperty("Program")!.GetValue(value)!).Class.Name;
}

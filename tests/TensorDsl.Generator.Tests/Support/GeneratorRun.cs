extern alias generator;
using System.Text;
using generator::TensorDsl.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>One run of the generator, and assertions about what it said.</summary>
internal sealed class GeneratorRun
{
    private readonly Compilation _compilation;

    private GeneratorRun(Compilation compilation, GeneratorDriverRunResult result)
    {
        _compilation = compilation;
        Result = result;
    }

    public GeneratorDriverRunResult Result { get; }

    /// <summary>The generator's diagnostics in the order of their places.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics =>
        [.. Result.Diagnostics.OrderBy(d => d.Location.SourceTree?.FilePath).ThenBy(d => d.Location.SourceSpan.Start)];

    /// <summary>The ids of all errors that a build would show, the compiler's in generated code among them.</summary>
    public IEnumerable<string> Errors => _compilation.AddSyntaxTrees(Result.GeneratedTrees)
        .GetDiagnostics(TestContext.Current.CancellationToken)
        .Concat(Result.Diagnostics)
        .Where(d => d.Severity == DiagnosticSeverity.Error)
        .Select(d => d.Id);

    public static CSharpGeneratorDriver Driver(bool tracksSteps = false) => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        parseOptions: Sources.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, tracksSteps));

    public static GeneratorRun Of(params string[] files) => Of(Sources.Compile(files));

    public static GeneratorRun Of(Compilation compilation) =>
        new(compilation, Driver().RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult());

    /// <summary>Asserts the diagnostics, all of them, and that the C# is otherwise right.</summary>
    /// <param name="expected">Each one's id, the exact source text under it, and its exact message.</param>
    public GeneratorRun Expect(params (string Id, string Text, string Message)[] expected)
    {
        NoCompilerErrors();
        var actual = Diagnostics.Select(Describe).ToList();
        if (!actual.SequenceEqual(expected))
            Assert.Fail($"The generator reported, as lines to paste:\n{Paste(actual)}\nbut expected was:\n{Paste(expected)}");
        return this;
    }

    /// <summary>Asserts that the generator says nothing, writes files, and that they compile.</summary>
    public void ExpectCode()
    {
        Expect();
        Assert.NotEmpty(Result.GeneratedTrees);
        var errors = _compilation.AddSyntaxTrees(Result.GeneratedTrees).GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error);
        Assert.Empty(errors);
    }

    /// <summary>Asserts that the generator leaves a mistake in the C# to the compiler.</summary>
    public void ExpectOnlyCompilerErrors()
    {
        Assert.Contains(_compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error);
        if (Diagnostics.Count > 0)
            Assert.Fail($"The generator reported:\n{Paste(Diagnostics.Select(Describe))}");
    }

    private void NoCompilerErrors()
    {
        var errors = _compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error);
        if (errors.Any())
            Assert.Fail($"The test's own C# is wrong:\n{string.Join("\n", errors)}");
    }

    private static (string Id, string Text, string Message) Describe(Diagnostic diagnostic) => (
        diagnostic.Id,
        diagnostic.Location.SourceTree!.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length),
        diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));

    private static string Paste(IEnumerable<(string Id, string Text, string Message)> diagnostics) => diagnostics
        .Aggregate(new StringBuilder(), (text, d) => text.Append("    (").AppendJoin(", ", Literal(d.Id), Literal(d.Text), Literal(d.Message)).Append("),\n"))
        .ToString();

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}

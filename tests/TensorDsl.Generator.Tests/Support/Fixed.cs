using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using TensorDsl.CodeFixes;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>Applies code fixes to the generator's errors as an editor does, in a workspace in memory.</summary>
internal static class Fixed
{
    private static readonly CodeFixProvider[] Providers =
    [
        .. typeof(MistakeFix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(MistakeFix)))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>Asserts the one fix that is offered, what it makes of the source, and that no error is left.</summary>
    public static async Task Expect(string source, string title, string expected)
    {
        var actions = await Offers(source);
        var (action, document) = Assert.Single(actions);
        Assert.Equal(title, action.Title);
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution.GetDocument(document.Id)!;
        string text = (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        Assert.Equal(expected.ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n"));
        GeneratorRun.Of(text).ExpectCode();
    }

    /// <summary>Asserts that there is an error, and no fix for it.</summary>
    public static async Task ExpectNothing(string source) => Assert.Empty(await Offers(source));

    private static async Task<List<(CodeAction Action, Document Document)>> Offers(string source)
    {
        using var workspace = new AdhocWorkspace();
        var compilation = Sources.Compile();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Definitions", "Definitions", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: Sources.ParseOptions, metadataReferences: compilation.References));
        project = project.AddDocument("Usings.cs", Sources.GlobalUsings).Project;
        var document = project.AddDocument("File0.cs", source);
        var run = GeneratorRun.Of((await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!);
        Assert.NotEmpty(run.Diagnostics);

        var actions = new List<(CodeAction, Document)>();
        foreach (var diagnostic in run.Diagnostics)
        {
            foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                await provider.RegisterCodeFixesAsync(new CodeFixContext(
                    document, diagnostic, (action, _) => actions.Add((action, document)), TestContext.Current.CancellationToken));
            }
        }

        return actions;
    }
}

using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Documentation;

/// <summary>Every C# block of the documentation compiles, is generated without a diagnostic, and runs.</summary>
public class SnippetTests
{
    private static readonly Lazy<Snippet[]> Snippets = new(() => [.. Pages.WithSnippets().SelectMany(Snippet.Of)]);

    // One compilation and one run of the generator for all blocks of all pages.
    private static readonly Lazy<Compilation> Plain = new(() =>
        Sources.Compile([SnippetSources.Common, .. Snippets.Value.Select(snippet => snippet.File())]));

    private static readonly Lazy<GeneratorRun> Run = new(() => GeneratorRun.Of(Plain.Value));

    [Fact]
    public void Every_block_is_generated_without_a_diagnostic() =>
        ExpectNone(Run.Value.Diagnostics);

    [Fact]
    public void Every_block_compiles_beside_the_code_that_is_generated_for_it()
    {
        var all = Plain.Value.AddSyntaxTrees(Run.Value.Result.GeneratedTrees);
        ExpectNone(Plain.Value.SyntaxTrees.SelectMany(tree => all.GetSemanticModel(tree).GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken))
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void Every_definition_runs_and_has_the_shapes_that_its_comments_say()
    {
        var snippets = Snippets.Value.Where(snippet => snippet.IsStatements).ToList();
        Assert.NotEmpty(snippets);
        var compilation = Sources.Compile(
            [SnippetSources.Common, SnippetSources.Checks, .. snippets.Select(snippet => snippet.File(checksShapes: true))]);
        compilation = compilation.AddReferences(MetadataReference.CreateFromFile(typeof(ShapeNote).Assembly.Location));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        image.Position = 0;
        var assembly = AssemblyLoadContext.GetLoadContext(typeof(SnippetTests).Assembly)!.LoadFromStream(image);
        Assert.All(snippets, snippet => RunEagerly(assembly.GetType($"{snippet.Namespace}.Net", throwOnError: true)!));
    }

    [Fact]
    public void Every_operation_has_a_snippet()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var used = new HashSet<string>();
        foreach (var tree in Plain.Value.SyntaxTrees)
        {
            var meaning = Plain.Value.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
            {
                var symbol = node is AssignmentExpressionSyntax { Left: DeclarationExpressionSyntax } assignment
                    ? meaning.GetDeconstructionInfo(assignment).Method
                    : node is SimpleNameSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax ? meaning.GetSymbolInfo(node, cancellation).Symbol : null;
                if (symbol is not null)
                    used.Add(Signature((symbol as IMethodSymbol)?.ReducedFrom ?? symbol));
            }
        }

        var operations = Plain.Value.GetTypeByMetadataName("TensorDsl.Ops")!.GetMembers()
            .Concat(Plain.Value.GetTypeByMetadataName("TensorDsl.Mask")!.GetMembers())
            .Concat(Plain.Value.GetTypeByMetadataName("TensorDsl.Tensor")!.GetMembers().Where(IsOperator))
            .Where(member => member.DeclaredAccessibility == Accessibility.Public && member.IsStatic && !IsAccessor(member) && !IsNamedOperator(member));
        string[] missing = [.. operations.Select(Signature).Where(member => !used.Contains(member))];
        Assert.True(missing.Length == 0, $"No page has a snippet of:\n{string.Join("\n", missing)}");
    }

    private static void RunEagerly(Type type)
    {
        var definition = type.GetMethod("Loss", BindingFlags.Static | BindingFlags.NonPublic)!
            .CreateDelegate<Func<Tensor, Tokens, Tokens, Tokens, Tensor>>();
        const int count = ShapeNote.B * ShapeNote.T;
        var x = Tensor.Of([.. Enumerable.Range(0, count * 8).Select(i => Math.Sin(i))], ("B", ShapeNote.B), ("T", ShapeNote.T), ("D", 8));
        var tokens = Tokens.Of([.. Enumerable.Range(0, count)], ("B", ShapeNote.B), ("T", ShapeNote.T));
        var lengths = Tokens.Of([ShapeNote.T, 3], ("B", ShapeNote.B));
        var model = new EagerModel(seed: 1);
        Assert.Equal(0, model.Run(() => definition(x, tokens, tokens, lengths)).Shape.Rank);
    }

    private static bool IsOperator(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator };

    private static bool IsAccessor(ISymbol member) => member is IMethodSymbol { AssociatedSymbol: not null };

    // What languages without operators call them.
    private static bool IsNamedOperator(ISymbol member) => member.Name is "BitwiseAnd" or "BitwiseOr" or "LogicalNot";

    private static void ExpectNone(IEnumerable<Diagnostic> diagnostics)
    {
        string[] lines = [.. diagnostics.Select(d => $"{Place(d)}: {d.Id} {d.GetMessage(CultureInfo.InvariantCulture)}")];
        Assert.True(lines.Length == 0, string.Join("\n", lines));
    }

    private static string Signature(ISymbol member) => member.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    private static string Place(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        return $"{place.Path}:{place.StartLinePosition.Line + 1}";
    }
}

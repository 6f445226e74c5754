using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Reading;

/// <summary>
/// In an editor a project's reference is the other project's sources rather than its assembly; a definition then means
/// what it means in the build.
/// </summary>
public class ProjectReferenceTests
{
    [Fact]
    public void The_library_as_a_project()
    {
        string definition = Sources.Model("return Linear(LayerNorm(Embedding(tokens, Vocab, DModel)), Vocab);");
        var built = Sources.Compile(definition);
        var edited = built.RemoveReferences(built.References.Where(reference => reference.Display == typeof(Tensor).Assembly.Location))
            .AddReferences(Library(built.References).ToMetadataReference());
        var run = GeneratorRun.Of(edited).Expect();
        Assert.Equal(
            GeneratorRun.Of(definition).Result.GeneratedTrees.Select(tree => tree.ToString()),
            run.Result.GeneratedTrees.Select(tree => tree.ToString()));
    }

    [Fact]
    public void Methods_and_fields_of_another_project()
    {
        const string definition = """
            [Model]
            public partial class Net
            {
                static Tensor Logits([Axes("B", "T")] Tokens tokens) => Linear(Other.Embed(tokens), Other.Width);
            }
            """;
        var other = Sources.Compile("""
            public static class Other
            {
                public static readonly int Width = 8;
                public static Tensor Embed(Tokens tokens) => Embedding(tokens, 96, 8);
            }
            """).WithAssemblyName("Other");
        var edited = Sources.Compile(definition).AddReferences(other.ToMetadataReference());
        GeneratorRun.Of(edited).Expect(
            ("TDSL003", "Other.Embed(tokens)", "A model's definition cannot use a call of 'Other.Embed'"),
            ("TDSL004", "Other.Width", "A constant is needed here: 'Width' is neither const nor static readonly with a value"));
    }

    private static CSharpCompilation Library(IEnumerable<MetadataReference> references, [CallerFilePath] string here = "")
    {
        string sources = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/TensorDsl"));
        var trees = Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => Sources.Parse(File.ReadAllText(path), path))
            .Append(Sources.Parse(Sources.GlobalUsings.Replace("global using static TensorDsl.Ops;", "global using System.IO; global using System.Threading;", StringComparison.Ordinal), "Usings.cs"));
        return CSharpCompilation.Create(
            "TensorDsl", trees, references.Where(reference => reference.Display != typeof(Tensor).Assembly.Location),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
    }
}

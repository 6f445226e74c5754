using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>Compilations as a user's project has them: the framework, the library, implicit usings.</summary>
internal static class Sources
{
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview);

    /// <summary>What every definition may leave unsaid.</summary>
    public const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using TensorDsl;
        global using static TensorDsl.Ops;
        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || path.EndsWith("netstandard.dll", StringComparison.Ordinal))
            .Where(IsManaged)
            .Append(typeof(Tensor).Assembly.Location)
            .Append(typeof(System.Numerics.Tensors.TensorPrimitives).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // What is added to it shares the symbols of its references, once it has bound them.
    private static readonly Lazy<CSharpCompilation> Empty = new(() =>
    {
        var empty = CSharpCompilation.Create(
            "Definitions", [Parse(GlobalUsings, "Usings.cs")], References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        _ = empty.ObjectType;
        return empty;
    });

    public static CSharpCompilation Compile(params string[] files) =>
        Empty.Value.AddSyntaxTrees([.. files.Select((file, i) => Parse(file, $"File{i}.cs"))]);

    public static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(text, ParseOptions, path);

    /// <summary>A model with the usual constants and this body.</summary>
    public static string Model(string body, string members = "") => $$"""
        [Model]
        public partial class Net
        {
            const int Vocab = 96, Context = 64, Layers = 4, Heads = 8, DModel = 500, DK = 32, DV = 64, DFf = 512;

            static Tensor Logits([Axes("B", "T")] Tokens tokens)
            {
                {{body.ReplaceLineEndings("\n        ")}}
            }

            {{members.ReplaceLineEndings("\n    ")}}
        }
        """;

    private static bool IsManaged(string path)
    {
        try
        {
            System.Reflection.AssemblyName.GetAssemblyName(path);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}

using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>The sources of this repository.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Folder(), "..", "..", ".."));

    /// <summary>
    /// Every model that tests and examples define: its class alone, and what its file declares beside the models.
    /// </summary>
    public static IEnumerable<(string Name, string Model, string Beside)> Models()
    {
        foreach (string folder in new[] { "tests", "examples" })
        {
            var files = Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
                .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal);
            foreach (string file in files)
            {
                var types = Sources.Parse(File.ReadAllText(file), file).GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
                    .Where(type => type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)
                    .ToLookup(IsModel);
                string beside = string.Join("\n", types[false].Select(type => type.ToString()));
                foreach (var model in types[true])
                    yield return (model.Identifier.ValueText, model.ToString(), beside);
            }
        }
    }

    private static bool IsModel(TypeDeclarationSyntax type) => type.AttributeLists.SelectMany(list => list.Attributes)
        .Any(attribute => attribute.Name.ToString() is "Model" or "Transformer");

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

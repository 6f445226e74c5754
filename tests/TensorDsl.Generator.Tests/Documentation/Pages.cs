using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Documentation;

/// <summary>The pages of the documentation.</summary>
internal static class Pages
{
    /// <summary>The paths of all of them in the repository.</summary>
    public static IEnumerable<string> All() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Append(Path.Combine(Repository.Root, "README.md"))
        .Append(Path.Combine(Repository.Root, "examples", "README.md"))
        .Select(page => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    /// <summary>Those whose blocks are snippets: not the diagnostics', which are wrong and right examples.</summary>
    public static IEnumerable<string> WithSnippets() => All().Where(page => !page.StartsWith("docs/diagnostics/", StringComparison.Ordinal));
}

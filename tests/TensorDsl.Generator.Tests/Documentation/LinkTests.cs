using System.Text.RegularExpressions;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Documentation;

/// <summary>What the documentation links to, and names as a source file, is there.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Names => [.. Pages.All()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_lead_somewhere(string page)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, page));
        foreach (var link in Link().Matches(text).Where(link => !link.Groups[1].Value.Contains("://", StringComparison.Ordinal)))
        {
            string file = link.Groups[1].Length == 0
                ? Path.Combine(Repository.Root, page)
                : Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, link.Groups[1].Value);
            Assert.True(Path.Exists(file), $"{page} links to {link.Value}");
            if (link.Groups[2].Length > 0)
                Assert.Contains(link.Groups[2].Value, Heading().Matches(File.ReadAllText(file)).Select(heading => Anchor(heading.Groups[1].Value)));
        }
    }

    [Fact]
    public void The_files_that_the_to_do_lists_name_are_there()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "contributing.md"));
        string[] folders = ["src/TensorDsl/Cpu/Simd", "src/TensorDsl/Language", "generators/TensorDsl.Generator", "tests/TensorDsl.Generator.Tests", "tests/TensorDsl.Cpu.Tests/Models", "."];
        string[] missing = [.. Source().Matches(text).Select(match => match.Groups[1].Value).Where(name => !name.Contains('*') && !name.Contains("NAME", StringComparison.Ordinal))
            .Where(name => !folders.Any(folder => File.Exists(Path.Combine(Repository.Root, folder, name))))];
        Assert.Empty(missing);
    }

    // As GitHub makes it of a heading.
    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"`([\w./*]+\.(?:cs|md))`")]
    private static partial Regex Source();
}

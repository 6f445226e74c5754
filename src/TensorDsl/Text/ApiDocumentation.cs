using System.Text;
using System.Xml;

namespace TensorDsl.Text;

/// <summary>
/// English text that every machine with the .NET SDK has: the documentation of .NET's own programming interfaces, from
/// the XML files of the SDK's reference packs.
/// </summary>
public static class ApiDocumentation
{
    /// <summary>About how much is read unless told otherwise, in characters.</summary>
    public const int DefaultCharacters = 4_000_000;

    /// <summary>The documentation in the SDK that <see cref="DotnetRoot"/> finds.</summary>
    /// <inheritdoc cref="Read(string, int)"/>
    public static string Read(int maxCharacters = DefaultCharacters)
    {
        var roots = DotnetRoot.Candidates();
        string root = roots.FirstOrDefault(root => Files(root).Any())
            ?? throw new CorpusException($"No .NET SDK with API documentation was found (looked in {string.Join(", ", roots)}).");
        return Read(root, maxCharacters);
    }

    /// <summary>
    /// The documentation in the files <c>packs/*.Ref/…/net*/*.xml</c> below <paramref name="root"/>, in ordinal order: one
    /// member a line, what was said before left out, up to <paramref name="maxCharacters"/> in whole lines.
    /// </summary>
    /// <exception cref="CorpusException">There are no such files, or one is not well-formed or cannot be read.</exception>
    public static string Read(string root, int maxCharacters)
    {
        var text = new StringBuilder();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string line in Files(root).SelectMany(Lines).Where(seen.Add))
        {
            if (text.Length + line.Length + 1 > maxCharacters)
                break;
            text.Append(line).Append('\n');
        }

        return text.Length > 0
            ? text.ToString()
            : throw new CorpusException($"There is no API documentation below '{root}'.");
    }

    private static IEnumerable<string> Files(string root)
    {
        string packs = Path.Combine(root, "packs");
        return !Directory.Exists(packs) ? [] : Directory.EnumerateDirectories(packs, "*.Ref")
            .SelectMany(pack => Directory.EnumerateFiles(pack, "*.xml", SearchOption.AllDirectories))
            // Translations lie one folder deeper, package lists elsewhere.
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)!).StartsWith("net", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var lines = Guarded(file, () => DocumentationXml.Lines(File.OpenRead(file)).GetEnumerator());
        while (Guarded(file, lines.MoveNext))
            yield return lines.Current;
    }

    private static T Guarded<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"The documentation file '{file}' cannot be read: {e.Message}", e);
        }
    }
}

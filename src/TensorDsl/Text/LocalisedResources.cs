namespace TensorDsl.Text;

/// <summary>
/// Parallel text that every machine with the SDK has: its messages in English, in the assemblies, and translated, in the
/// <c>*.resources.dll</c> of the folder of a language beside them, under the same key of the same table.
/// </summary>
public static class LocalisedResources
{
    private const string Suffix = ".resources.dll";

    /// <summary>The pairs in the SDK that <see cref="DotnetRoot"/> finds.</summary>
    /// <inheritdoc cref="Read(string, string)"/>
    public static IReadOnlyList<SentencePair> Read(string language = "de")
    {
        ArgumentNullException.ThrowIfNull(language);
        var roots = DotnetRoot.Candidates();
        string root = roots.FirstOrDefault(root => Files(root, language).Any())
            ?? throw new CorpusException($"No .NET SDK with messages in the language '{language}' was found (looked in {string.Join(", ", roots)}).");
        return Read(root, language);
    }

    /// <summary>
    /// Every pair below a folder once, in the ordinal order of the English; runs of white space are one space, and what is
    /// not translated or has no letters is left out.
    /// </summary>
    /// <param name="root">The folder.</param>
    /// <param name="language">The name of the folders of translations, for example <c>de</c> or <c>zh-Hans</c>.</param>
    /// <returns>English and its translation.</returns>
    /// <exception cref="CorpusException">There are none, or a file cannot be read.</exception>
    public static IReadOnlyList<SentencePair> Read(string root, string language)
    {
        var pairs = new HashSet<SentencePair>();
        foreach (string file in Files(root, language))
        {
            try
            {
                pairs.UnionWith(Pairs(file, language));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or ArgumentException)
            {
                throw new CorpusException($"The messages in '{file}' cannot be read: {e.Message}", e);
            }
        }

        return pairs.Count > 0
            ? [.. pairs.OrderBy(pair => pair.Source, StringComparer.Ordinal).ThenBy(pair => pair.Target, StringComparer.Ordinal)]
            : throw new CorpusException($"There are no messages in the language '{language}' below '{root}'.");
    }

    private static IEnumerable<string> Files(string root, string language) =>
        !Directory.Exists(root) || language.Length == 0 ? [] : Directory
            .EnumerateFiles(root, "*" + Suffix, new EnumerationOptions { RecurseSubdirectories = true })
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == language && File.Exists(Main(file)))
            .Order(StringComparer.Ordinal);

    // <folder>/de/Name.resources.dll → <folder>/Name.dll
    private static string Main(string file) => Path.Combine(
        Path.GetDirectoryName(Path.GetDirectoryName(file))!, Path.GetFileName(file)[..^Suffix.Length] + ".dll");

    private static IEnumerable<SentencePair> Pairs(string file, string language)
    {
        var english = ResourceAssembly.Texts(Main(file));
        foreach (var ((table, key), text) in ResourceAssembly.Texts(file))
        {
            // Table Name.de of the translations is Name of the assembly.
            string name = table.EndsWith("." + language, StringComparison.Ordinal) ? table[..^(language.Length + 1)] : table;
            if (!english.TryGetValue((name, key), out string? source))
                continue;
            var pair = new SentencePair(Cleaned(source), Cleaned(text));
            if (pair.Source != pair.Target && pair.Source.Any(char.IsLetter) && pair.Target.Any(char.IsLetter))
                yield return pair;
        }
    }

    private static string Cleaned(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

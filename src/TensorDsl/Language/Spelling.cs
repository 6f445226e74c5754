namespace TensorDsl;

/// <summary>What a misspelt name was most likely meant to be.</summary>
internal static class Spelling
{
    /// <summary>
    /// The one name that is nearest: the same but for its case, or one letter away, or the beginning of the other; null where
    /// none or several are.
    /// </summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        string[] names = [.. known.Distinct()];
        string[] near = [.. names.Where(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase))];
        if (near.Length == 0 && name.Length > 1)
            near = [.. names.Where(other => IsOneLetterAway(name, other))];
        if (near.Length == 0)
            near = [.. names.Where(other => IsBeginning(name, other) || IsBeginning(other, name))];
        return near.Length == 1 ? near[0] : null;
    }

    /// <summary>The name with underscores in place of what no name may have, null where nothing is left of it.</summary>
    public static string? Identifier(string name)
    {
        string mended = string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? c : '_')).Trim('_');
        return mended.Length > 0 && char.IsLetter(mended[0]) ? mended : null;
    }

    /// <summary>The name with as many primes as make it another one than those of the shape: <c>T'</c> beside <c>T</c>.</summary>
    public static string Primed(string name, Shape shape)
    {
        do
        {
            name += "'";
        }
        while (shape.IndexOf(name) >= 0);
        return name;
    }

    private static bool IsBeginning(string part, string whole) => whole.StartsWith(part, StringComparison.OrdinalIgnoreCase);

    private static bool IsOneLetterAway(string a, string b)
    {
        var (longer, shorter) = a.Length >= b.Length ? (a, b) : (b, a);
        if (longer.Length - shorter.Length > 1)
            return false;
        int same = 0;
        while (same < shorter.Length && longer[same] == shorter[same])
            same++;
        string rest = shorter.Substring(longer.Length == shorter.Length ? Math.Min(same + 1, shorter.Length) : same);
        return longer.Substring(Math.Min(same + 1, longer.Length)) == rest;
    }
}

namespace TensorDsl.Text;

/// <summary>What a character outside printable ASCII is written as: the nearest ASCII, '?' where there is none.</summary>
internal static class AsciiRelatives
{
    // Both tables are indexed by code point; '?' marks what the switch below handles or what has no relative.
    private const string Latin1 = // U+00C0 … U+00FF
        "AAAAAA?CEEEEIIIIDNOOOOOxOUUUUY??aaaaaa?ceeeeiiiidnooooo/ouuuuy?y";

    private const string LatinExtendedA = // U+0100 … U+017F
        "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi??JjKkkLlLlLlLlLlNnNnNnnNnOoOoOo??RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

    /// <summary>The relatives of the character at <paramref name="index"/>: none, one or a few.</summary>
    public static string Of(ReadOnlySpan<char> text, int index)
    {
        char c = text[index];
        return c switch
        {
            '\r' => index + 1 < text.Length && text[index + 1] == '\n' ? "" : "\n",
            '\u0085' or '\u2028' or '\u2029' => "\n",
            '\t' or '\u00A0' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u3000' => " ",
            '\u00AD' or '\uFEFF' or (>= '\u200B' and <= '\u200F') => "", // soft hyphen, byte order mark, zero width
            >= '\u0300' and <= '\u036F' => "", // accents that follow their letter
            '\u2018' or '\u2019' or '\u201A' or '\u201B' or '\u2032' or '\u00B4' => "'",
            '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u2033' or '\u00AB' or '\u00BB' => "\"",
            (>= '\u2010' and <= '\u2015') or '\u2212' => "-",
            '\u2026' => "...",
            '\u2022' or '\u00B7' => "*",
            'Æ' => "AE",
            'æ' => "ae",
            'Œ' => "OE",
            'œ' => "oe",
            'Ĳ' => "IJ",
            'ĳ' => "ij",
            'ß' => "ss",
            'Þ' => "Th",
            'þ' => "th",
            '©' => "(c)",
            '®' => "(r)",
            >= '\u00C0' and <= '\u00FF' => Latin1.Substring(c - '\u00C0', 1),
            >= '\u0100' and <= '\u017F' => LatinExtendedA.Substring(c - '\u0100', 1),
            _ when char.IsLowSurrogate(c) && index > 0 && char.IsHighSurrogate(text[index - 1]) => "", // the pair is one '?'
            _ => "?",
        };
    }
}

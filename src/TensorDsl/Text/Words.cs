namespace TensorDsl.Text;

/// <summary>Cuts a text into pieces that together are the text.</summary>
internal static class Words
{
    /// <summary>
    /// Runs of letters, runs of digits, and every other character alone; a single space before a piece belongs to it.
    /// </summary>
    public static IEnumerable<string> Of(string text)
    {
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start;
            if (text[start] == ' ' && start + 1 < text.Length && text[start + 1] != ' ')
                end++;
            var kind = KindOf(text[end++]);
            while (kind != Kind.Other && end < text.Length && KindOf(text[end]) == kind)
                end++;
            if (char.IsHighSurrogate(text[end - 1]) && end < text.Length && char.IsLowSurrogate(text[end]))
                end++;
            yield return text[start..end];
        }
    }

    private enum Kind
    {
        Letter,
        Digit,
        Other,
    }

    private static Kind KindOf(char c) =>
        char.IsLetter(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark ? Kind.Letter
        : char.IsAsciiDigit(c) ? Kind.Digit : Kind.Other;
}

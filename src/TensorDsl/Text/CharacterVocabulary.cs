namespace TensorDsl.Text;

/// <summary>
/// Characters as tokens: the line feed and the 95 printable characters of ASCII. Every other character is mapped to its
/// relative among these, see <see cref="AsciiRelatives"/>, so any text can be encoded.
/// </summary>
public static class CharacterVocabulary
{
    /// <summary>The number of distinct tokens.</summary>
    public const int Count = 96;

    /// <summary>The token of the line feed; the space follows, then ASCII in its order.</summary>
    public const int NewLine = 0;

    /// <summary>The most tokens that one character turns into.</summary>
    public const int MaxTokensPerCharacter = 3;

    /// <summary>Writes the tokens of <paramref name="text"/> and returns their number.</summary>
    /// <exception cref="ArgumentException"><paramref name="tokens"/> is too short for them.</exception>
    public static int Encode(ReadOnlySpan<char> text, Span<int> tokens)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (TokenOf(text[i]) is { } token)
                Append(tokens, ref count, token);
            else
                foreach (char c in AsciiRelatives.Of(text, i))
                    Append(tokens, ref count, TokenOf(c) ?? throw new InvalidOperationException($"'{c}' is no ASCII relative."));
        }

        return count;
    }

    /// <summary>The tokens of <paramref name="text"/>.</summary>
    public static int[] Encode(ReadOnlySpan<char> text)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
            length += TokenOf(text[i]) is null ? AsciiRelatives.Of(text, i).Length : 1;

        int[] tokens = new int[length];
        Encode(text, tokens);
        return tokens;
    }

    /// <summary>The character of one token.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The token is not in 0 … <see cref="Count"/> − 1.</exception>
    public static char Decode(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Count);
        return token == NewLine ? '\n' : (char)(' ' + token - 1);
    }

    /// <summary>Writes the characters of <paramref name="tokens"/>, one each.</summary>
    /// <exception cref="ArgumentException"><paramref name="text"/> is too short for them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in 0 … <see cref="Count"/> − 1.</exception>
    public static void Decode(ReadOnlySpan<int> tokens, Span<char> text)
    {
        if (text.Length < tokens.Length)
            throw new ArgumentException($"{tokens.Length} tokens do not fit into {text.Length} characters.", nameof(text));
        for (int i = 0; i < tokens.Length; i++)
            text[i] = Decode(tokens[i]);
    }

    /// <summary>The text of <paramref name="tokens"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in 0 … <see cref="Count"/> − 1.</exception>
    public static string Decode(ReadOnlySpan<int> tokens)
    {
        char[] text = new char[tokens.Length];
        Decode(tokens, text);
        return new string(text);
    }

    private static int? TokenOf(char c) => c switch
    {
        '\n' => NewLine,
        >= ' ' and <= '~' => c - ' ' + 1,
        _ => null,
    };

    private static void Append(Span<int> tokens, ref int count, int token)
    {
        if (count == tokens.Length)
            throw new ArgumentException($"The text has more than {tokens.Length} tokens.", nameof(tokens));
        tokens[count++] = token;
    }
}

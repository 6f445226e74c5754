namespace TranslateExample.Models;

/// <summary>The tokens that both languages share: reserved ones, then subwords.</summary>
internal static class Vocabulary
{
    /// <summary>The number of tokens, at most.</summary>
    public const int Size = 3000;

    /// <summary>The token that fills up a batch.</summary>
    public const int Padding = 0;

    /// <summary>The token before a translation.</summary>
    public const int Start = 1;

    /// <summary>The token after a translation.</summary>
    public const int End = 2;

    /// <summary>The number of reserved tokens.</summary>
    public const int Reserved = 3;
}

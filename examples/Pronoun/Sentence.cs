namespace PronounExample;

/// <summary>A sentence, and the pronoun in it that is asked about.</summary>
internal sealed record Sentence(string Text, string Probe)
{
    public string[] Words => Text.Split(' ');
}

/// <summary>What the memory knows, and what is asked: МАША ЕСТ КАШУ is "Masha eats porridge", ОНА is "she" and "it" alike.</summary>
internal static class Knowledge
{
    public static readonly string[] Words = ["МАША", "ЕСТ", "КАШУ", "ПОТОМУ", "ЧТО", "ОНА", "ВКУСНАЯ", "ГОЛОДНАЯ"];

    /// <summary>From a word to what it may stand for, whom it may be said of, or what follows it.</summary>
    public static readonly (string Key, string[] Values)[] Relations =
    [
        ("ОНА", ["МАША", "КАШУ"]),
        ("ВКУСНАЯ", ["КАШУ"]),
        ("ГОЛОДНАЯ", ["МАША"]),
        ("МАША", ["ЕСТ"]),
        ("ЕСТ", ["КАШУ"]),
        ("ПОТОМУ", ["ЧТО"]),
    ];

    public static readonly Sentence[] Sentences =
    [
        new("МАША ЕСТ КАШУ ПОТОМУ ЧТО ОНА ВКУСНАЯ", "ОНА"),
        new("МАША ЕСТ КАШУ ПОТОМУ ЧТО ОНА ГОЛОДНАЯ", "ОНА"),
    ];

    public static int IdOf(string word) => Array.IndexOf(Words, word);

    /// <summary>The sum of the words' unit vectors.</summary>
    public static float[] Vector(params string[] words)
    {
        float[] vector = new float[Words.Length];
        foreach (string word in words)
            vector[IdOf(word)] = 1;
        return vector;
    }
}

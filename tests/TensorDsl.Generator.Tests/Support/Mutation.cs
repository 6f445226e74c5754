using Microsoft.CodeAnalysis.CSharp;

namespace TensorDsl.Generator.Tests.Support;

/// <summary>Edits of source text at random: what half-typed, misplaced and mistaken code looks like.</summary>
/// <param name="random">Where chance comes from.</param>
/// <param name="donors">Texts whose pieces are put in.</param>
internal sealed class Mutation(Random random, IReadOnlyList<string> donors)
{
    private const string Letters = "(){}[];,.=<>+-*/\"'$@#?:0aé";

    private static readonly string[] Numbers = ["0", "-1", "1", "2", "7", "1000", "2147483647", "1.5", "1e300", "\"T\"", "null!"];

    /// <summary>The text after one to three edits.</summary>
    public string Of(string source)
    {
        for (int edits = random.Next(1, 4); edits > 0; edits--)
            source = Edit(source);
        return source;
    }

    private string Edit(string source)
    {
        var tokens = Tokens(source);
        if (tokens.Count == 0)
            return source;
        var (first, second) = (tokens[random.Next(tokens.Count)], tokens[random.Next(tokens.Count)]);
        var (start, end) = first.Start < second.Start ? (first.Start, second.End) : (second.Start, first.End);
        return random.Next(11) switch
        {
            0 => source[..random.Next(source.Length)],
            1 => source.Remove(first.Start, first.Text.Length),
            2 => Replace(first, second.Text),
            3 => source.Insert(first.Start, second.Text + " "),
            4 => source.Remove(start, end - start),
            5 => source.Insert(end, source[start..end]),
            6 => source.Insert(random.Next(source.Length), Letters[random.Next(Letters.Length)].ToString()),
            7 => Replace(first, Foreign()),
            8 => source.Insert(first.Start, Foreign() + " "),
            9 when tokens.Where(token => char.IsDigit(token.Text[0])).ToList() is { Count: > 0 } numbers =>
                Replace(numbers[random.Next(numbers.Count)], Numbers[random.Next(Numbers.Length)]),
            _ => Swap(first, second),
        };

        string Replace((int Start, int End, string Text) token, string text) => source[..token.Start] + text + source[token.End..];

        string Swap((int Start, int End, string Text) a, (int Start, int End, string Text) b) => a.Start == b.Start ? source
            : a.Start < b.Start ? source[..a.Start] + b.Text + source[a.End..b.Start] + a.Text + source[b.End..]
            : Swap(b, a);
    }

    private string Foreign()
    {
        var tokens = Tokens(donors[random.Next(donors.Count)]);
        int start = random.Next(tokens.Count);
        return string.Join(" ", tokens.Skip(start).Take(random.Next(1, 6)).Select(token => token.Text));
    }

    private static List<(int Start, int End, string Text)> Tokens(string source) =>
        [.. SyntaxFactory.ParseTokens(source).Where(token => token.Span.Length > 0).Select(token => (token.SpanStart, token.Span.End, token.Text))];
}

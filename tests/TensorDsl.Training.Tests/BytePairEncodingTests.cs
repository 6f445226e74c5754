using TensorDsl.Text;

namespace TensorDsl.Training.Tests;

public class BytePairEncodingTests
{
    private const int Bytes = 256;

    /// <summary>The words of Sennrich et al., section 3.2, as often as there; the merges are worked out by hand.</summary>
    private static readonly string[] Words =
    [
        .. Enumerable.Repeat("low", 5), .. Enumerable.Repeat("lower", 2), .. Enumerable.Repeat("newest", 6), .. Enumerable.Repeat("widest", 3),
    ];

    [Fact]
    public void The_most_frequent_pair_is_merged_first()
    {
        // es 9 and st 9 (e before s), then es·t 9, then lo 7 (l before o), lo·w 7.
        var encoding = BytePairEncoding.Learn(Words, Bytes + 4, reserved: 0);
        Assert.Equal($"0 {(int)'e'} {(int)'s'} {Bytes} {(int)'t'} {(int)'l'} {(int)'o'} {Bytes + 2} {(int)'w'}", encoding.ToString());
        Assert.Equal([Bytes + 3, Bytes + 1], encoding.Encode("lowest"));
        Assert.Equal(['w', 'i', 'd', Bytes + 1], encoding.Encode("widest"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Der Wert \"{0}\" muss zwischen 10 und 255 liegen.")]
    [InlineData("  zwei  Leerzeichen \t und\nein Umbruch  ")]
    [InlineData("Größe, naïve, 日本語, 😀😀 e\u0301")]
    public void Any_text_survives(string text)
    {
        var encoding = BytePairEncoding.Learn([text, text, .. Words], 300, reserved: 3);
        Assert.Equal(text, encoding.Decode(encoding.Encode(text)));
        Assert.All(encoding.Encode(text), token => Assert.InRange(token, 3, encoding.Count - 1));
        var none = BytePairEncoding.Learn([], Bytes + 3, reserved: 3);
        Assert.Equal(text, none.Decode([0, .. none.Encode(text), 1, 2]));
    }

    [Fact]
    public void A_written_vocabulary_encodes_alike_and_a_damaged_one_is_refused()
    {
        var encoding = BytePairEncoding.Learn(Words, Bytes + 20, reserved: 2);
        var again = BytePairEncoding.Parse(encoding.ToString());
        Assert.Equal((encoding.Count, encoding.ToString()), (again.Count, again.ToString()));
        Assert.Equal(encoding.Encode("newer lower widest"), again.Encode("newer lower widest"));
        foreach (string bad in (string[])["", "x", "0 1", "0 1 2 3", "0 256 1", "0 -1 1", "0 1 2 1 2"])
            Assert.Throws<FormatException>(() => BytePairEncoding.Parse(bad));
    }

    [Fact]
    public void It_stops_where_nothing_stands_twice_and_no_merge_crosses_a_word()
    {
        // The words are "ab", twice, and " ab", once: after a·b nothing stands twice.
        var encoding = BytePairEncoding.Learn(["ab ab", "ab"], 1000);
        Assert.Equal($"0 {(int)'a'} {(int)'b'}", encoding.ToString());
    }

    [Fact]
    public void The_merges_are_those_of_counting_anew_each_time()
    {
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => $"Wert {i * i % 97} ist {(i % 3 == 0 ? "größer" : "kleiner")} als der {i % 11}. Eintrag")];
        Assert.Equal(Naive(texts, 60), BytePairEncoding.Learn(texts, Bytes + 60).ToString());
    }

    /// <summary>The algorithm as published, on words cut at the same places.</summary>
    private static string Naive(string[] texts, int merges)
    {
        var words = texts.SelectMany(text => System.Text.RegularExpressions.Regex.Matches(text, @" ?(\p{L}+|\d+|.)").Select(match => match.Value))
            .Select(word => System.Text.Encoding.UTF8.GetBytes(word).Select(b => (int)b).ToList()).ToList();
        var result = new List<int> { 0 };
        for (int merge = 0; merge < merges; merge++)
        {
            var pair = words.SelectMany(word => word.Zip(word.Skip(1))).CountBy(found => found)
                .OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key;
            result.AddRange([pair.First, pair.Second]);
            foreach (var word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if ((word[i], word[i + 1]) != pair)
                        continue;
                    word[i] = Bytes + merge;
                    word.RemoveAt(i + 1);
                }
            }
        }

        return string.Join(' ', result);
    }
}

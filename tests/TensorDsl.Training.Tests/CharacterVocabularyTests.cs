using TensorDsl.Text;

namespace TensorDsl.Training.Tests;

public class CharacterVocabularyTests
{
    [Fact]
    public void Every_character_of_the_vocabulary_survives_and_every_token_is_used()
    {
        string all = "\n" + string.Concat(Enumerable.Range(' ', 95).Select(c => (char)c));
        int[] tokens = CharacterVocabulary.Encode(all);
        Assert.Equal(Enumerable.Range(0, CharacterVocabulary.Count), tokens);
        Assert.Equal(all, CharacterVocabulary.Decode(tokens));
    }

    [Theory]
    [InlineData("“Don’t” – he said… — ‘no’", "\"Don't\" - he said... - 'no'")]
    [InlineData("a\r\nb\rc\nd\te", "a\nb\nc\nd e")]
    [InlineData("\uFEFFÀéîõüñç ÅØÆœ Łódź naïve straße", "Aeiounc AOAEoe Lodz naive strasse")]
    [InlineData("e\u0301", "e")]
    [InlineData("日本 😀!", "?? ?!")]
    [InlineData("", "")]
    public void Other_characters_become_their_relatives(string text, string expected) =>
        Assert.Equal(expected, CharacterVocabulary.Decode(CharacterVocabulary.Encode(text)));

    [Fact] // no attribute can hold half a surrogate pair
    public void Halves_of_pairs_and_controls_become_question_marks() =>
        Assert.Equal("?|?|???", CharacterVocabulary.Decode(CharacterVocabulary.Encode("\uD83D|\uDE00|\uFFFD\0\u007F")));

    [Fact]
    public void Any_character_can_be_encoded()
    {
        int[] tokens = new int[CharacterVocabulary.MaxTokensPerCharacter];
        for (int c = 0; c <= char.MaxValue; c++)
        {
            int count = CharacterVocabulary.Encode([(char)c], tokens);
            Assert.All(tokens[..count], token => Assert.InRange(token, 0, CharacterVocabulary.Count - 1));
        }
    }

    [Fact]
    public void A_span_that_is_too_short_or_a_token_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CharacterVocabulary.Encode("abc", new int[2]));
        Assert.Throws<ArgumentException>(() => CharacterVocabulary.Encode("…", new int[2]));
        Assert.Throws<ArgumentException>(() => CharacterVocabulary.Decode([1, 2], new char[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CharacterVocabulary.Decode(96));
        Assert.Throws<ArgumentOutOfRangeException>(() => CharacterVocabulary.Decode(-1));
    }
}

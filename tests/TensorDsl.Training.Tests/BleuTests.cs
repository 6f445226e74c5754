using TensorDsl.Text;

namespace TensorDsl.Training.Tests;

public class BleuTests
{
    [Fact]
    public void Words_count_only_as_often_as_the_reference_has_them() // Papineni et al., section 2.1
    {
        var bleu = Of(("the the the the the the the", "the cat is on the mat"));
        Assert.Equal(2 / 7.0, bleu.Precision(1), 1e-15);
        Assert.Equal(0, bleu.Precision(2));
        Assert.Equal(0, bleu.Score);
    }

    [Fact]
    public void Without_a_mistake_it_is_one_and_one_wrong_word_at_the_end_costs_one_of_each()
    {
        Assert.Equal(1, Of(("the cat sat on the mat", "the cat sat on the mat")).Score, 1e-15);
        // 6/7 · 5/6 · 4/5 · 3/4 = 3/7
        Assert.Equal(Math.Pow(3 / 7.0, 0.25), Of(("the cat sat on the mat today", "the cat sat on the mat yesterday")).Score, 1e-12);
    }

    [Fact]
    public void What_is_too_short_is_penalised_and_what_is_too_long_is_not()
    {
        var shorter = Of(("the cat sat on the", "the cat sat on the mat"));
        Assert.Equal(Math.Exp(1 - (6 / 5.0)), shorter.BrevityPenalty, 1e-15);
        Assert.Equal(Math.Exp(-0.2), shorter.Score, 1e-12);
        Assert.Equal(1, Of(("the cat sat on the mat .", "the cat sat on the mat")).BrevityPenalty);
        Assert.Equal((0, 0), (Of(("", "a b")).Score, new Bleu().Score));
    }

    [Fact]
    public void A_corpus_is_scored_as_one_and_not_as_the_mean_of_its_sentences()
    {
        // Matches 5 + 3, 4 + 1, 3 + 0, 2 + 0 of 5 + 4, 4 + 3, 3 + 2, 2 + 1; 9 words against 5 + 5.
        var bleu = Of(("a b c d e", "a b c d e"), ("f g x h", "f g h i j"));
        Assert.Equal([8 / 9.0, 5 / 7.0, 3 / 5.0, 2 / 3.0], Enumerable.Range(1, 4).Select(bleu.Precision), (x, y) => Math.Abs(x - y) < 1e-15);
        Assert.Equal(Math.Exp(1 - (10 / 9.0)) * Math.Pow(8 / 9.0 * 5 / 7 * 3 / 5 * 2 / 3, 0.25), bleu.Score, 1e-12);
    }

    [Theory]
    [InlineData("Die Datei \"{0}\" fehlt (CS0016).", "Die|Datei|\"|{|0|}|\"|fehlt|(|CS0016|)|.")]
    [InlineData("  größer–kleiner\n…", "größer|–|kleiner|…")]
    [InlineData("", "")]
    public void Punctuation_is_a_word_of_its_own(string text, string expected) =>
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), Bleu.Tokenize(text));

    private static Bleu Of(params (string Translation, string Reference)[] pairs)
    {
        var bleu = new Bleu();
        foreach (var (translation, reference) in pairs)
            bleu.Add(translation, reference);
        return bleu;
    }
}

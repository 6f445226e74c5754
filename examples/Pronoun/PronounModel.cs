using TensorDsl;
using static TensorDsl.Ops;

namespace PronounExample;

/// <summary>
/// A transformer as three reads from associative memories, with nothing learned. Every word of the sentence, and the
/// pronoun that is asked about, adds to itself what it knows (the relations from keys to values), what stands around it
/// (the sentence, read by likeness and nearness), and what knows of it (the relations backwards).
/// </summary>
[Model]
public sealed partial class PronounModel
{
    /// <summary>The words that there are.</summary>
    public const int Words = 8;

    private const double Sharp = 0.25, Nearness = 6.4, PositionsOnTheClock = 16;

    internal static (Tensor Meaning, Tensor Attention) Read(
        [Axes("T")] Tokens sentence, [Axes("P")] Tokens probe, [Axes("R", "Words")] Tensor keys, [Axes("R", "Words")] Tensor values)
    {
        var x = OneHot(sentence, Words);
        Tensor asked = OneHot(probe, Words), q = asked;
        x += Memory(x, keys, values, Sharp);
        q += Memory(q, keys, values, Sharp);

        // Words beside each other have clock hands that point nearly the same way; the probe stands after the last word.
        var distance = Size(x, "T") - Index(x, "T");
        var near = Nearness * Cos(distance * (2 * Math.PI / PositionsOnTheClock));
        var attention = Softmax(Einsum("p d, t d -> p t", q, x) + near);
        q += Einsum("p t, t d -> p d", attention, x);

        q += Memory(q, values, keys, Sharp);
        return (q - asked, attention);
    }
}

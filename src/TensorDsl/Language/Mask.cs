using static TensorDsl.Ops;

namespace TensorDsl;

/// <summary>
/// Which keys a query may read: a rule over the positions of both, counted from 0. Masks combine by <c>&amp;</c> (both
/// allow it), <c>|</c> (one of them does) and <c>!</c>: <c>Mask.Causal &amp; Mask.Window(8) &amp; Mask.Lengths(lengths)</c>.
/// A query that may read no key at all reads the mean of all values; it is padding, and its result is to be ignored.
/// </summary>
public sealed partial class Mask
{
    // Far below any score, and finite, so that a row of nothing else gives no NaN.
    private const double Hidden = -1e30;

    // From scores (…, Heads, T, S): 1 where the key may be read, else 0, broadcast to the scores. Null allows everything.
    private readonly Func<Tensor, Tensor>? _allowed;

    private Mask(Func<Tensor, Tensor>? allowed) => _allowed = allowed;

    /// <summary>Every query reads every key.</summary>
    public static Mask None { get; } = new(null);

    /// <summary>A query reads the keys at its own position and before.</summary>
    public static Mask Causal { get; } = Where((query, key) => key <= query);

    /// <summary>
    /// A query reads the keys less than <paramref name="width"/> positions away: with <see cref="Causal"/>, the last
    /// <paramref name="width"/> up to its own; without, as many on the other side
    /// (Beltagy, Peters, Cohan: Longformer, 2020).
    /// </summary>
    /// <exception cref="ShapeException">The width is not positive.</exception>
    public static Mask Window(Dim width)
    {
        int size = Sizes.Constant("The width of a window", width);
        return Where((query, key) => Abs(query - key) < size);
    }

    /// <summary>
    /// Padding: a query reads the first keys of its sequence only, as many as <paramref name="lengths"/> says.
    /// </summary>
    /// <param name="lengths">(B), by the name or place of the scores' leading axes: numbers from 1, known at run time.</param>
    /// <exception cref="ShapeException">Where it is used: the scores have no such axes.</exception>
    public static Mask Lengths(Tokens lengths) => new(scores =>
    {
        var counts = Append(Append(Append(Primitives.Values(lengths))));
        bool fits = Enumerable.Range(0, lengths.Shape.Rank).All(place => Leads(scores.Shape, lengths.Shape, place));
        return fits ? Index(scores, -1) < counts : throw ShapeException.Mask("The lengths", lengths.Shape, scores.Shape);
    });

    /// <summary>
    /// Any rule over positions, written in the language: <c>Mask.Where((query, key) =&gt; key &lt;= query + 2)</c>.
    /// </summary>
    /// <param name="allowed">
    /// From the queries' positions (T, 1) and the keys' positions (S): not 0 where the key may be read, and of a shape
    /// that broadcasts to the scores (…, Heads, T, S).
    /// </param>
    public static Mask Where(Func<Tensor, Tensor, Tensor> allowed) =>
        new(scores => allowed(Append(Index(scores, -2)), Index(scores, -1)));

    /// <summary>A given table of 1 and 0, the same for all sequences or not.</summary>
    /// <param name="allowed">(T, S), or any shape that broadcasts to the scores (…, Heads, T, S): not 0 where the key may be read.</param>
    public static Mask Of(Tensor allowed) => new(_ => allowed);

    /// <summary>Keys that both masks allow.</summary>
    public static Mask operator &(Mask left, Mask right) => BitwiseAnd(left, right);

    /// <summary>Keys that one of the masks allows, or both.</summary>
    public static Mask operator |(Mask left, Mask right) => BitwiseOr(left, right);

    /// <summary>Keys that the mask does not allow.</summary>
    public static Mask operator !(Mask mask) => LogicalNot(mask);

    /// <summary>Keys that both masks allow.</summary>
    public static Mask BitwiseAnd(Mask left, Mask right)
    {
        var (first, second) = (left._allowed, right._allowed);
        if (first is null || second is null)
            return first is null ? right : left;
        return new(scores => Truth(first(scores)) * Truth(second(scores)));
    }

    /// <summary>Keys that one of the masks allows, or both.</summary>
    public static Mask BitwiseOr(Mask left, Mask right)
    {
        var (first, second) = (left._allowed, right._allowed);
        return first is null || second is null ? None : new(scores => Maximum(Truth(first(scores)), Truth(second(scores))));
    }

    /// <summary>Keys that the mask does not allow.</summary>
    public static Mask LogicalNot(Mask mask)
    {
        var allowed = mask._allowed;
        return new(scores => allowed is null ? 0 : Equal(allowed(scores), 0));
    }

    /// <summary>The scores (…, Heads, T, S), far below all others where the query may not read the key; softmax makes that weight 0.</summary>
    /// <exception cref="ShapeException">The mask has another shape than the scores.</exception>
    internal Tensor Apply(Tensor scores)
    {
        if (_allowed is null)
            return scores;
        var allowed = _allowed(scores);
        return Broadcasting.Fits(allowed.Shape, scores.Shape)
            ? Ops.Where(allowed, scores, Hidden)
            : throw ShapeException.Mask("The mask", allowed.Shape, scores.Shape);
    }

    // Whatever is not 0 allows; comparisons give 1 or 0 already.
    private static Tensor Truth(Tensor allowed) => 1 - Equal(allowed, 0);

    // Whether the axis at a place of the lengths is one of the scores' leading axes, by name or counted from the heads.
    private static bool Leads(Shape scores, Shape lengths, int place)
    {
        var axis = lengths[place];
        int named = axis.Name is null ? -1 : scores.IndexOf(axis.Name);
        int found = named >= 0 ? named : scores.Rank - 3 - lengths.Rank + place;
        return found >= 0 && found < scores.Rank - 3 && scores[found].Size == axis.Size;
    }
}

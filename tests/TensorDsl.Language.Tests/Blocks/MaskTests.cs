using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Blocks;

public class MaskTests
{
    private const int B = 3, T = 7, S = 7;

    private static readonly int[] Counts = [7, 1, 4];

    private static readonly Tokens Lengths = Tokens.Of(Counts, ("B", B));

    private static readonly Tensor Band = Tensor.Of(
        [.. Enumerable.Range(0, T * S).Select(i => (i / S * 3) + (i % S) is var n && n % 5 < 3 ? n + 1.0 : 0)], ("T", T), (null, S));

    // Not 0 in different ways: below 0, between 0 and 1, and so small that its square is 0.
    private static readonly Tensor Signed = Tensor.Of(
        [.. Enumerable.Range(0, T * S).Select(i => ((double[])[-1, 0, 1e-200, 0.5, 0, -3])[i % 6])], ("T", T), (null, S));

    private static readonly bool[,] Grid = Drawn();

    private static readonly Dictionary<string, (Mask Mask, Func<int, int, int, bool> Allowed)> Cases = new()
    {
        ["none"] = (Mask.None, (_, _, _) => true),
        ["causal"] = (Mask.Causal, (_, t, s) => s <= t),
        ["window"] = (Mask.Window(3), (_, t, s) => Math.Abs(t - s) < 3),
        ["window of one"] = (Mask.Window(1), (_, t, s) => t == s),
        ["lengths"] = (Mask.Lengths(Lengths), (b, _, s) => s < Counts[b]),
        ["unnamed lengths"] = (Mask.Lengths(Tokens.Of(Counts, (null, B))), (b, _, s) => s < Counts[b]),
        ["rule"] = (Mask.Where((query, key) => key <= query + 2), (_, t, s) => s <= t + 2),
        ["table"] = (Mask.Of(Band), (_, t, s) => AttentionReference.At(Band, t, s) != 0),
        ["rule in C#"] = (Mask.Of(9, (query, key) => (query + key) % 3 != 1), (_, t, s) => (t + s) % 3 != 1),
        ["written out"] = (Mask.Of(Grid), (_, t, s) => Grid[t, s]),
        ["blocks around"] = (Mask.BigBird(8, 2, 3, 0, 0), (_, t, s) => Math.Abs((t / 2) - (s / 2)) <= 1),
        ["blocks around and first"] = (Mask.BigBird(9, 2, 1, 1, 0), (_, t, s) => t / 2 == s / 2 || t < 2 || s < 2),
        ["an even window of blocks"] = (Mask.BigBird(7, 1, 4, 0, 0), (_, t, s) => Math.Abs(t - s) <= 1),
        ["all blocks at random"] = (Mask.BigBird(7, 1, 1, 0, 6), (_, _, _) => true),
        ["causal blocks"] = (Mask.BigBird(7, 3, 1, 0, 0) & Mask.Causal, (_, t, s) => t / 3 == s / 3 && s <= t),
        ["not causal"] = (!Mask.Causal, (_, t, s) => s > t),
        ["nothing"] = (!Mask.None, (_, _, _) => false),
        ["causal and window"] = (Mask.Causal & Mask.Window(2), (_, t, s) => s <= t && t - s < 2),
        ["causal, window and lengths"] = (Mask.Causal & Mask.Window(3) & Mask.Lengths(Lengths), (b, t, s) => s <= t && t - s < 3 && s < Counts[b]),
        ["none and causal"] = (Mask.None & Mask.Causal, (_, t, s) => s <= t),
        ["table and causal"] = (Mask.Of(Band) & Mask.Causal, (_, t, s) => s <= t && AttentionReference.At(Band, t, s) != 0),
        ["table or causal"] = (Mask.Of(Band) | Mask.Causal, (_, t, s) => s <= t || AttentionReference.At(Band, t, s) != 0),
        ["not a table"] = (!Mask.Of(Band), (_, t, s) => AttentionReference.At(Band, t, s) == 0),
        ["signed table"] = (Mask.Of(Signed), (_, t, s) => AttentionReference.At(Signed, t, s) != 0),
        ["not a signed table"] = (!Mask.Of(Signed), (_, t, s) => AttentionReference.At(Signed, t, s) == 0),
        ["neither"] = (!(Mask.Of(Signed) | Mask.Of(Band)), (_, t, s) => AttentionReference.At(Signed, t, s) == 0 && AttentionReference.At(Band, t, s) == 0),
        ["a signed table twice"] = (Mask.Of(Signed) & Mask.Of(Signed), (_, t, s) => AttentionReference.At(Signed, t, s) != 0),
        ["not both tables"] = (!(Mask.Of(Band) & Mask.Of(Signed)), (_, t, s) => AttentionReference.At(Band, t, s) == 0 || AttentionReference.At(Signed, t, s) == 0),
        ["signed table or causal"] = (Mask.Of(Signed) | Mask.Causal, (_, t, s) => s <= t || AttentionReference.At(Signed, t, s) != 0),
        ["window or none"] = (Mask.Window(1) | Mask.None, (_, _, _) => true),
        ["window or not causal"] = (Mask.Window(2) | !Mask.Causal, (_, t, s) => Math.Abs(t - s) < 2 || s > t),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Attention_reads_what_the_mask_allows(string name)
    {
        var (q, k, v) = (Input("q", T, 2, 3), Input("k", S, 2, 3), Input("v", S, 2, 4));
        var read = Attention(q, k, v, Cases[name].Mask);
        Numbers.Close(AttentionReference.Of(q, k, v, Cases[name].Allowed), read.Values);
        Assert.Equal("(B = 3, T = 7, 2, 4)", read.Shape.ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_masks_gradient_is_that_of_finite_differences(string name) => FiniteDifferences.Check(() =>
        Attention(Learned("q", 2), Learned("k", 2), Learned("v", 1), Cases[name].Mask));

    [Fact]
    public void Causal_alone_stays_what_the_streaming_kernel_knows() => Assert.Same(Mask.Causal, Mask.None & Mask.Causal & Mask.None);

    [Fact]
    public void A_mask_that_does_not_fit_names_both_shapes()
    {
        var (q, v) = (Input("q", T, 2, 3), Input("v", S, 2, 4));
        var wrong = Assert.Throws<ShapeException>(() => Attention(q, q, v, Mask.Of(Numbers.Tensor("m", T, 5))));
        Assert.Equal("TDSL030", wrong.Id);
        Assert.Equal("The mask (7, 5) cannot mask scores (B = 3, 2, T = 7, T' = 7) of (…, Heads, queries, keys)", wrong.Message);
        wrong = Assert.Throws<ShapeException>(() => Attention(q, q, v, Mask.Lengths(Tokens.Of([1, 2], ("B", 2)))));
        Assert.Equal("TDSL030", wrong.Id);
        Assert.Equal("The lengths (B = 2) cannot mask scores (B = 3, 2, T = 7, T' = 7) of (…, Heads, queries, keys)", wrong.Message);
        wrong = Assert.Throws<ShapeException>(() => Attention(q, q, v, Mask.None, Numbers.Tensor("m", 3, T, S)));
        Assert.Equal("The relative scores (3, 7, 7) cannot mask scores (B = 3, 2, T = 7, T' = 7) of (…, Heads, queries, keys)", wrong.Message);
        Assert.Equal("TDSL013", Assert.Throws<ShapeException>(() => Mask.Window(0)).Id);
    }

    [Fact]
    public void Random_blocks_are_as_many_as_asked_for_and_those_of_their_seed()
    {
        double[][] seeds = [.. Enumerable.Range(0, 8).Select(seed => Allowed(Mask.BigBird(12, 1, 3, 2, 3, seed), 12))];
        foreach (double[] allowed in seeds)
        {
            for (int query = 2; query < 12; query++)
            {
                int near = Enumerable.Range(0, 12).Count(key => key < 2 || Math.Abs(query - key) <= 1);
                Assert.Equal(near + 3, Enumerable.Range(0, 12).Count(key => allowed[(query * 12) + key] > 0));
            }
        }

        Assert.Equal(seeds[0], Allowed(Mask.BigBird(12, 1, 3, 2, 3), 12));
        Assert.True(seeds.Distinct(new Same()).Count() > 4);
    }

    [Fact]
    public void A_table_that_is_too_short_for_the_scores_names_both_shapes()
    {
        var (q, v) = (Input("q", T, 2, 3), Input("v", S, 2, 4));
        foreach (var mask in new[] { Mask.Of(6, (_, _) => true), Mask.Of(new bool[6, 6]), Mask.BigBird(6, 2) })
        {
            var wrong = Assert.Throws<ShapeException>(() => Attention(q, q, v, mask));
            Assert.Equal("TDSL030", wrong.Id);
            Assert.Equal("The table (6, 6) cannot mask scores (B = 3, 2, T = 7, T' = 7) of (…, Heads, queries, keys)", wrong.Message);
        }

        Assert.Equal("TDSL013", Assert.Throws<ShapeException>(() => Mask.BigBird(6, 0)).Id);
        Assert.Equal("TDSL013", Assert.Throws<ShapeException>(() => Mask.Of(new bool[0, 6])).Id);
        Assert.Equal("TDSL013", Assert.Throws<ShapeException>(() => Mask.BigBird(6, 2, random: -1)).Id);
    }

    // Larger than the scores, and not square.
    private static bool[,] Drawn()
    {
        bool[,] allowed = new bool[T + 1, S + 2];
        for (int i = 0; i < allowed.Length; i++)
            allowed[i / (S + 2), i % (S + 2)] = i % 7 is 0 or 3 or 4;
        return allowed;
    }

    // Not 0 where a mask lets queries read.
    private static double[] Allowed(Mask mask, int n)
    {
        var alike = Tensor.Of(new double[n], ("B", 1), ("T", n), (null, 1), (null, 1));
        var one = Tensor.Of([.. Enumerable.Range(0, n * n).Select(i => i / n == i % n ? 1.0 : 0)], ("B", 1), ("T", n), (null, 1), (null, n));
        return [.. Attention(alike, alike, one, mask).Values];
    }

    private sealed class Same : IEqualityComparer<double[]>
    {
        public bool Equals(double[]? left, double[]? right) => left!.AsSpan().SequenceEqual(right);

        public int GetHashCode(double[] values) => 0;
    }

    private static Tensor Input(string name, int t, int heads, int width) =>
        Numbers.Tensor(name, ("B", B), ("T", t), (null, heads), (null, width));

    private static Tensor Learned(string name, int width) =>
        Rename(Rename(Numbers.Parameter(name, B, T, 1, width), 0, "B"), 1, "T");
}

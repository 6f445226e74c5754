namespace TensorDsl.Language.Tests.Operations;

/// <summary>Sizes that follow from others, as both meanings of the language have them.</summary>
public class DerivedSizeTests
{
    private static readonly Dim B = Dim.Symbol("B"), S = Dim.Symbol("S"), T = Dim.Symbol("T");

    private static readonly Tensor X = Tensor.Of([.. Enumerable.Range(0, 6).Select(i => (double)i)], ("B", 2), ("T", 3));

    [Fact]
    public void Sums_are_written_in_one_way()
    {
        Assert.Equal("T-1", (T - 1).ToString());
        Assert.Equal("T+4", (4 + T).ToString());
        Assert.Equal("T+S", (S + T).ToString());
        Assert.Equal("T-S", (T - S).ToString());
        Assert.Equal("2·T", (T + T).ToString());
        Assert.Equal("2T+1", (T + 1 + T).ToString());
        Assert.Equal("2·(T-1)", (T - 2 + T).ToString());
        Assert.Equal("B·(T-1)", ((B * T) - B).ToString());
        Assert.Equal("3·B·(T-1)", (B * (T - 1) * 3).ToString());
        Assert.Equal("B*T+1", ((B * T) + 1).ToString());
    }

    [Fact]
    public void Equal_sums_are_equal()
    {
        Assert.Equal(T, T - 1 + 1);
        Assert.Equal(T + S, S + T);
        Assert.Equal(T - 2, T - 1 - 1);
        Assert.Equal(B * (T - 1), (B * T) - B);
        Assert.Equal((T - 1) * 2, T + T - 2);
        Assert.Equal(S, T + S - T);
        Assert.Equal((T + 1) * (S + 1), ((T + 1) * (S + 1)) + 0);
        Assert.Equal(T * S, ((T + 1) * (S + 1)) - T - S - 1);
        Assert.Equal((Dim)0, T - T);
        Assert.NotEqual(T, T - 1);
        Assert.NotEqual(T - 1, S - 1);
        Assert.NotEqual(T + S, T * S);
    }

    [Fact]
    public void Numbers_are_added_as_numbers()
    {
        Assert.Equal((Dim)7, (Dim)4 + 3);
        Assert.Equal(1, (Dim.Labelled(4, "Heads") - 3).Value);
        Assert.Equal("12", (Dim.Add(Dim.Labelled(4, "Heads"), 8)).ToString());
        Assert.Equal(T - 4, Dim.Subtract(T, 4));
    }

    [Fact]
    public void Ends_are_left_out_or_taken_alone()
    {
        Assert.Equal([1.0, 2, 4, 5], Skip(X, "T", 1).Values);
        Assert.Equal([0.0, 1, 3, 4], SkipLast(X, "T", 1).Values);
        Assert.Equal([0.0, 1, 3, 4], Take(X, "T", 2).Values);
        Assert.Equal([1.0, 2, 4, 5], TakeLast(X, -1, 2).Values);
        Assert.Equal("(B = 2, T = 2)", Skip(X, "T", 1).Shape.ToString());
        Assert.Equal(X.Values, Skip(X, "T", 0).Values);
        Assert.Throws<ShapeException>(() => Skip(X, "T", 3));
        Assert.Throws<ShapeException>(() => SkipLast(X, "T", -1));
        Assert.Throws<ShapeException>(() => TakeLast(X, "T", 4));
        Assert.Throws<ShapeException>(() => Take(X, "T", 0));
    }

    [Fact]
    public void A_shift_fills_with_a_value()
    {
        Assert.Equal([7.0, 0, 1, 7, 3, 4], Shift(X, "T", 1, 7).Values);
        Assert.Equal([2.0, 7, 7, 5, 7, 7], Shift(X, "T", -2, 7).Values);
        Assert.Equal([7.0, 7, 7, 0, 1, 2], Shift(X, "B", 1, 7).Values);
    }

    [Fact]
    public void A_concatenation_takes_names_from_all_parts()
    {
        var front = Tensor.Of([8, 9], (null, 2), (null, 1));
        Assert.Equal("(B = 2, T = 4)", Concat("T", front, X).Shape.ToString());
        Assert.Equal([8.0, 0, 1, 2, 9, 3, 4, 5], Concat("T", front, X).Values);
        Assert.Equal("(S = 2, T = 4)", Concat("T", Tensor.Of([8, 9], ("S", 2), (null, 1)), X).Shape.ToString());
    }

    [Fact]
    public void Tokens_are_moved_as_numbers_are()
    {
        var tokens = Tokens.Of([1, 2, 3, 4, 5, 6], ("B", 2), ("T", 3));
        Assert.Equal([2, 3, 5, 6], Skip(tokens, "T", 1).Values);
        Assert.Equal([1, 2, 4, 5], SkipLast(tokens, "T", 1).Values);
        Assert.Equal([1, 4], Take(tokens, "T", 1).Values);
        Assert.Equal([3, 6], TakeLast(tokens, "T", 1).Values);
        Assert.Equal([9, 1, 2, 9, 4, 5], Shift(tokens, "T", 1, 9).Values);
        Assert.Equal([9, 1, 2, 3, 9, 4, 5, 6], Pad(tokens, "T", 1, 0, 9).Values);
        Assert.Equal("(B = 2, T = 4)", Pad(tokens, "T", 1, 0, 9).Shape.ToString());
        Assert.Equal("TDSL013", Assert.Throws<ShapeException>(() => Shift(tokens, "T", 1, -1)).Id);
    }
}

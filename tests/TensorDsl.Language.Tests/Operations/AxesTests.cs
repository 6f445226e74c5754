using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Operations;

public class AxesTests
{
    private static readonly Tensor X = Numbers.Tensor("x", ("B", 2), ("T", 3), (null, 6));

    [Fact]
    public void Splitting_and_merging_an_axis_keep_the_order_of_the_elements()
    {
        var split = SplitAxis(X, -1, 2, 3);
        Assert.Equal("(B = 2, T = 3, 2, 3)", split.Shape.ToString());
        Assert.Equal(X.Values, split.Values);
        Assert.Equal(X.Shape, MergeAxes(split, -2).Shape);
        Assert.Equal("(6, 6)", MergeAxes(X, "B").Shape.ToString());
    }

    [Fact]
    public void Merged_axes_remember_how_their_sizes_were_written()
    {
        var split = SplitAxis(X, -1, Dim.Labelled(2, "Heads"), Dim.Labelled(3, "DV"));
        Assert.Equal("(B = 2, T = 3, Heads = 2, DV = 3)", split.Shape.ToString());
        Assert.Equal("(B = 2, T = 3, Heads 2 × DV 3 = 6)", MergeAxes(split, -2).Shape.ToString());
    }

    [Fact]
    public void A_transposition_moves_names_and_elements()
    {
        var moved = Transpose(X, -1, "B", "T");
        Assert.Equal("(6, B = 2, T = 3)", moved.Shape.ToString());
        for (int i = 0; i < 36; i++)
            Assert.Equal(X.Values[(i % 6 * 6) + (i / 6)], moved.Values[i]);
    }

    [Fact]
    public void Renaming_changes_the_name_alone()
    {
        Assert.Equal("(B = 2, S = 3, 6)", Rename(X, "T", "S").Shape.ToString());
        Assert.Equal("(B = 2, T = 3, D = 6)", Rename(X, -1, "D").Shape.ToString());
        Assert.Equal(X.Shape, Rename(X, "T", "T").Shape);
        Assert.Equal(X.Values, Rename(X, "T", "S").Values);
    }

    [Fact]
    public void An_index_counts_along_its_axis()
    {
        Assert.Equal([0.0, 1, 2], Index(X, "T").Values);
        Assert.Equal("(T = 3)", Index(X, "T").Shape.ToString());
    }

    [Fact]
    public void A_one_hot_product_is_a_look_up()
    {
        var table = Numbers.Tensor("table", 4, 5);
        var tokens = Numbers.Tokens("tokens", 4, 2, 3);
        var rows = Gather(table, tokens);
        Assert.Equal("(B = 2, T = 3, 5)", rows.Shape.ToString());
        Assert.Equal("(B = 2, T = 3, 4)", OneHot(tokens, 4).Shape.ToString());
        Assert.Equal(rows.Values, Einsum("...v,vd->...d", OneHot(tokens, 4), table).Values);
        Assert.Equal(table.Values.Skip(5 * tokens.Values[4]).Take(5), rows.Values.Skip(5 * 4).Take(5));
    }

    [Fact]
    public void A_token_beyond_the_table_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Gather(Numbers.Tensor("table", 4, 5), Tokens.Of([4], ("T", 1))));
        Assert.StartsWith("A token is beyond the table (4, 5).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_and_tensors_need_as_many_numbers_as_elements()
    {
        Assert.Equal("(T = 2) has 2 elements, but 1 tokens are given.",
            Assert.Throws<ArgumentException>(() => Tokens.Of([1], ("T", 2))).Message);
        Assert.Equal("A token is negative.", Assert.Throws<ArgumentException>(() => Tokens.Of([-1], ("T", 1))).Message);
        Assert.Equal("(2, 2) has 4 elements, but 3 values are given.",
            Assert.Throws<ArgumentException>(() => Tensor.Of([1, 2, 3], (null, 2), (null, 2))).Message);
        Assert.Equal("A tensor of shape (2) is not a single number.",
            Assert.Throws<InvalidOperationException>(() => Tensor.Of([1, 2], (null, 2)).Item).Message);
    }
}

using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Operations;

public class EinsumTests
{
    private static readonly Tensor Q = Numbers.Tensor("q", ("B", 2), ("T", 3), (null, 4), (null, 5));
    private static readonly Tensor W = Numbers.Tensor("w", 5, 6);

    [Theory]
    [InlineData("...d,dk->...k")]
    [InlineData("... d, d k -> ... k")]
    [InlineData("...  in ,  in out->...  out")]
    [InlineData("bthd,dk->bthk")]
    [InlineData(" b t h d , d k -> b t h k ")]
    public void Letters_may_stand_side_by_side_or_be_words(string specification)
    {
        var y = Einsum(specification, Q, W);
        Assert.Equal("(B = 2, T = 3, 4, 6)", y.Shape.ToString());
        Numbers.Close(Enumerable.Range(0, 5).Sum(d => Q.Values[d] * W.Values[6 * d]), y.Values[0]);
        Numbers.Close(Enumerable.Range(0, 5).Sum(d => Q.Values[115 + d] * W.Values[(6 * d) + 5]), y.Values[^1]);
    }

    [Theory]
    [InlineData("b t h d, b s h d -> b h t s", "(B = 2, 4, T = 3, T' = 3)")]
    [InlineData("... t h d, ... s h d -> ... h t s", "(B = 2, 4, T = 3, T' = 3)")]
    [InlineData("b t h d, b s h d -> b h s t", "(B = 2, 4, T' = 3, T = 3)")]
    [InlineData("b t h d, c t h d -> b c", "(B = 2, B' = 2)")]
    [InlineData("b t h d, b t h d -> t b", "(T = 3, B = 2)")]
    [InlineData("..., ... -> ", "()")]
    public void Output_axes_keep_their_names_apart(string specification, string expected) =>
        Assert.Equal(expected, Einsum(specification, Q, Q).Shape.ToString());

    [Fact]
    public void Contracting_the_keys_again_leaves_the_queries_axis_with_its_name()
    {
        var scores = Einsum("... t h d, ... s h d -> ... h t s", Q, Q);
        Assert.Equal("(B = 2, T = 3, 4, 5)", Einsum("... h t s, ... s h d -> ... t h d", scores, Q).Shape.ToString());
    }

    [Fact]
    public void A_letters_name_is_that_of_the_operand_that_names_it()
    {
        Tensor named = Numbers.Tensor("x", ("B", 2), ("T", 3)), unnamed = Numbers.Tensor("y", 2, 3);
        Assert.Equal("(B = 2, T = 3)", Einsum("ab,ab->ab", named, unnamed).Shape.ToString());
        Assert.Equal("(B = 2, T = 3)", Einsum("ab,ab->ab", unnamed, named).Shape.ToString());
    }

    [Fact]
    public void Three_axes_of_one_name_get_one_prime_more_each()
    {
        var scores = Einsum("t d, s d -> t s", Numbers.Tensor("x", ("T", 2), (null, 3)), Numbers.Tensor("y", ("T", 4), (null, 3)));
        var third = Einsum("t s, u -> t s u", scores, Numbers.Tensor("z", ("T", 5)));
        Assert.Equal("(T = 2, T' = 4, T'' = 5)", third.Shape.ToString());
    }

    [Fact]
    public void A_matrix_product_takes_leading_axes_along()
    {
        var x = Numbers.Tensor("x", ("B", 2), ("N", 3), (null, 4));
        Assert.Equal("(B = 2, N = 3, 6)", MatMul(x, Numbers.Tensor("y", 4, 6)).Shape.ToString());
        var y = Numbers.Tensor("y", ("B", 2), (null, 4), (null, 6));
        var z = MatMul(x, y);
        Assert.Equal("(B = 2, N = 3, 6)", z.Shape.ToString());
        Numbers.Close(Enumerable.Range(0, 4).Sum(k => x.Values[20 + k] * y.Values[24 + (6 * k) + 5]), z.Values[35]);
    }
}

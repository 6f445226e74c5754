using System.Reflection;
using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Errors;

public class ShapeErrorTests
{
    private static readonly Dim DModel = Dim.Labelled(500, "DModel"), Heads = Dim.Labelled(8, "Heads"), DV = Dim.Labelled(64, "DV");

    private static readonly Dictionary<string, (string Id, Action Mistake)> Mistakes = new()
    {
        ["The sum of (DModel = 500) and (Heads 8 × DV 64 = 512): DModel = 500 and Heads 8 × DV 64 = 512 differ; a projection back to DModel = 500 is missing"] =
            ("TDSL010", () => _ = P("h", DModel) + P("read", Heads * DV)),
        ["The difference of (8, Heads 8 × DV 64 = 512) and (DModel = 500): Heads 8 × DV 64 = 512 and DModel = 500 differ; a projection back to DModel = 500 is missing"] =
            ("TDSL010", () => _ = P("read", 8, Heads * DV) - P("h", DModel)),
        ["The product of (2, 3) and (2): 3 and 2 differ"] = ("TDSL010", () => _ = X(2, 3) * X(2)),
        ["The quotient of (3) and (2, 2): 3 and 2 differ"] = ("TDSL010", () => _ = X(3) / X(2, 2)),
        ["The maximum of (3) and (2): 3 and 2 differ"] = ("TDSL010", () => Maximum(X(3), X(2))),
        ["The minimum of (3) and (2): 3 and 2 differ"] = ("TDSL010", () => Minimum(X(3), X(2))),
        ["The comparison of (3) and (2): 3 and 2 differ"] = ("TDSL010", () => Equal(X(3), X(2))),
        ["The choice of (2) and (3): 2 and 3 differ"] = ("TDSL010", () => Where(X(2), X(3), X(3))),
        ["The sum of (T = 2) and (S = 2): axis T meets axis S"] = ("TDSL010", () => _ = N(("T", 2)) + N(("S", 2))),
        ["The sum of (T = 2, S = 3) and (S = 3, T = 2): their axes come in another order at S = 3"] =
            ("TDSL010", () => _ = N(("T", 2), ("S", 3)) + N(("S", 3), ("T", 2))),
        ["The cross-entropy of (B = 2, T = 3, 4) and (B = 2, T = 5): the logits have the axes of the targets and the vocabulary last"] =
            ("TDSL010", () => CrossEntropy(N(("B", 2), ("T", 3), (null, 4)), Numbers.Tokens("t", 4, 2, 5))),
        ["The cross-entropy of (T = 3, 4) and (B = 1, T = 3): the logits have the axes of the targets and the vocabulary last"] =
            ("TDSL010", () => CrossEntropy(N(("T", 3), (null, 4)), Numbers.Tokens("t", 4, 1, 3))),
        ["The contraction \"td,dk->tk\" of (T = 2, DModel = 500) and (Heads 8 × DV 64 = 512, 3) binds 'd' to DModel = 500 and to Heads 8 × DV 64 = 512"] =
            ("TDSL011", () => Einsum("td,dk->tk", Rename(P("x", 2, DModel), 0, "T"), P("w", Heads * DV, 3))),
        ["There is no axis S in (B = 2, T = 3)"] = ("TDSL012", () => Sum(N(("B", 2), ("T", 3)), "S")),
        ["There is no axis Tme in (B = 2, Time = 3); did you mean Time?"] = ("TDSL012", () => Sum(N(("B", 2), ("Time", 3)), "Tme")),
        ["There is no axis T in (B = 2, Time = 3); did you mean Time?"] = ("TDSL012", () => Sum(N(("B", 2), ("Time", 3)), "T")),
        ["There is no axis DModel in (2, DModel = 500): DModel is the size of an axis without a name, which goes by its place, 1, or gets a name from Rename"] =
            ("TDSL012", () => Sum(P("x", 2, DModel), "DModel")),
        ["There is no axis -3 in (2, 3)"] = ("TDSL012", () => Max(X(2, 3), -3)),
        ["There is no axis 2 in (2, 3)"] = ("TDSL012", () => MergeAxes(X(2, 3), -1)),
        ["There is no axis -1 in ()"] = ("TDSL012", () => Linear(1, 2)),
        ["A size of parameter 'w' must be positive, but is Width = 0"] = ("TDSL013", () => P("w", Dim.Labelled(0, "Width"))),
        ["A size of parameter 'w' must be positive, but is -3"] = ("TDSL013", () => P("w", 2, -3)),
        ["The number of times of loop 'layers' must be positive, but is Layers = 0"] =
            ("TDSL013", () => Repeat(Dim.Labelled(0, "Layers"), X(1), x => x)),
        ["The number of heads must be positive, but is 0"] = ("TDSL013", () => SelfAttention(X(3, 4), 0, 2, 2, Mask.None)),
        ["The width of the queries and keys must be positive, but is -1"] = ("TDSL013", () => SelfAttention(X(3, 4), 2, -1, 2, Mask.None)),
        ["The width of the values must be positive, but is 0"] = ("TDSL013", () => AttentionHeads(X(3, 4), 2, 2, 0, Mask.None)),
        ["The outer size of a split must be positive, but is -2"] = ("TDSL013", () => SplitAxis(X(4), 0, -2, -2)),
        ["The inner size of a split must be positive, but is 0"] = ("TDSL013", () => SplitAxis(X(4), 0, 4, 0)),
        ["The size of a one-hot axis must be positive, but is 0"] = ("TDSL013", () => OneHot(Numbers.Tokens("t", 1, 1, 1), 0)),
        ["The contraction \"ab->ab\" is malformed: expected two operands, '->' and the output"] = ("TDSL014", () => Einsum("ab->ab", X(2, 2), X(2, 2))),
        ["The contraction \"ab,bc\" is malformed: expected two operands, '->' and the output"] = ("TDSL014", () => Einsum("ab,bc", X(2, 2), X(2, 2))),
        ["The contraction \"ab,bc->a->c\" is malformed: expected two operands, '->' and the output"] = ("TDSL014", () => Einsum("ab,bc->a->c", X(2, 2), X(2, 2))),
        ["The contraction \"a?,bc->ac\" is malformed: '?' is no letter"] = ("TDSL014", () => Einsum("a?,bc->ac", X(2, 2), X(2, 2))),
        ["The contraction \"..a,bc->ac\" is malformed: '.' is no letter"] = ("TDSL014", () => Einsum("..a,bc->ac", X(2, 2), X(2, 2))),
        ["The contraction \"abc,bc->a\" is malformed: 'a b c' has 3 axes, but the tensor is (2, 2)"] = ("TDSL014", () => Einsum("abc,bc->a", X(2, 2), X(2, 2))),
        ["The contraction \"aa,bc->ab\" is malformed: 'a a' repeats a letter"] = ("TDSL014", () => Einsum("aa,bc->ab", X(2, 2), X(2, 2))),
        ["The contraction \"ab,bc->aa\" is malformed: the output repeats a letter"] = ("TDSL014", () => Einsum("ab,bc->aa", X(2, 2), X(2, 2))),
        ["The contraction \"ab,bc->a\" is malformed: 'c' is in one operand only; sum that axis first, or give it to the output"] = ("TDSL014", () => Einsum("ab,bc->a", X(2, 2), X(2, 2))),
        ["The contraction \"ab,bc->ad\" is malformed: the output's 'd' is in no operand"] = ("TDSL014", () => Einsum("ab,bc->ad", X(2, 2), X(2, 2))),
        ["The contraction \"...a,...a->...\" is malformed: '...' stands for different numbers of axes in (2, 3) and (3)"] =
            ("TDSL014", () => Einsum("...a,...a->...", X(2, 3), X(3))),
        ["(2, 512) has 1024 elements and cannot become (2, Heads = 8, 65): each of Heads = 8 parts of 512 has 64"] = ("TDSL015", () => SplitAxis(X(2, 512), -1, Heads, 65)),
        ["(2, 500) has 1000 elements and cannot become (2, Heads = 8, 62): Heads = 8 does not divide 500"] = ("TDSL015", () => SplitAxis(X(2, 500), -1, Heads, 500 / 8)),
        ["Rotary turns pairs of numbers, so the width of queries and keys must be even; of (2, 1, 3) it is 3"] = ("TDSL015", () => Rotary(X(2, 1, 3))),
        ["The matrix product of (2, 3) and (4, 3): 3 and 4 differ; the second with its last two axes transposed would fit"] =
            ("TDSL010", () => MatMul(X(2, 3), X(4, 3))),
        ["The product with a transposed table of (2, 3) and (3, 7): the table is (Vocab, Width); transposed, or in MatMul, it would fit"] =
            ("TDSL010", () => Unembed(X(2, 3), X(3, 7))),
        ["The parameter 'w' (65536, 32768) has more than 2147483647 elements, the most that a tensor may have"] =
            ("TDSL024", () => P("w", 65536, 32768)),
        ["Two parameters are named 'w'; one of them needs another name, or each a Block around it"] = ("TDSL016", () => _ = P("w", 2) + P("w", 2)),
        ["Two parameters are named 'block.w'; one of them needs another name, or each a Block around it"] = ("TDSL016", () => Block("block", () => P("w", 2) + P("w", 2))),
        ["A size of parameter 'w' must be a constant, but is N, which is known at run time only; [Axes] makes it constant with \"N = 16\", or with the name of a constant"] = ("TDSL017", () => P("w", Dim.Symbol("N"))),
        ["The number of times of loop 'layers' must be a constant, but is T, which is known at run time only; [Axes] makes it constant with \"T = 16\", or with the name of a constant"] =
            ("TDSL017", () => Repeat(Dim.Symbol("T"), X(1), x => x)),
        ["The body of loop 'layers' turns (2, 3) into (2, 4); it must keep the shape"] =
            ("TDSL018", () => Repeat(2, X(2, 3), x => Linear(x, 4))),
        ["The body of loop 'blocks' turns (T = 2) into (S = 2); it must keep the shape"] =
            ("TDSL018", () => Repeat(2, N(("T", 2)), x => Rename(x, 0, "S"), name: "blocks")),
        ["A transposition of (B = 2, T = 3) names each axis once, but this one has T"] = ("TDSL019", () => Transpose(N(("B", 2), ("T", 3)), "T")),
        ["A transposition of (B = 2, T = 3) names each axis once, but this one has B, 0"] = ("TDSL019", () => Transpose(N(("B", 2), ("T", 3)), "B", 0)),
        ["(B = 2, T = 3) already has an axis T"] = ("TDSL020", () => Rename(N(("B", 2), ("T", 3)), "B", "T")),
        ["'2nd weight' is no name: use letters, digits and underscores, a letter first"] = ("TDSL021", () => P("2nd weight", 1)),
        ["'' is no name: use letters, digits and underscores, a letter first"] = ("TDSL021", () => P("", 1)),
        ["'a.b' is no name: use letters, digits and underscores, a letter first"] = ("TDSL021", () => Linear(X(2), 2, name: "a.b")),
        ["The first T = 7 elements of Context = 4 are wanted"] =
            ("TDSL022", () => LearnedPositions(Numbers.Tokens("t", 3, 1, 7), Dim.Labelled(4, "Context"), 2)),
        ["3 elements from -1 on in steps of -2 of D = 4 are wanted, but there are 2"] = ("TDSL022", () => Slice(N(("D", 4)), "D", -1, 3, -2)),
        ["12 elements from 20 on in steps of 1 of D = 24 are wanted, but there are 4"] = ("TDSL022", () => Slice(N(("D", 24)), "D", 20, 12)),
        ["1 elements from 4 on in steps of 1 of D = 4 are wanted, but there are 0"] = ("TDSL022", () => Slice(N(("D", 4)), "D", 4, 1)),
        ["2 elements from 0 on in steps of 0 of 4 are wanted"] = ("TDSL022", () => Slice(X(4), 0, 0, 2, 0)),
        ["Elements at -5 of 4 are wanted"] = ("TDSL022", () => At(X(4), 0, -5)),
        ["Windows of 5 elements of 4 are wanted"] = ("TDSL022", () => Windows(X(4), 0, 5)),
        ["(2, 4) has 8 elements and cannot become parts of 1 + 2 along 4"] = ("TDSL015", () => Split(X(2, 4), 1, 1, 2)),
        ["(2, 4) has 8 elements and cannot become (N = 3, 3)"] = ("TDSL015", () => Reshape(X(2, 4), ("N", 3), (null, 3))),
        ["(2, 4) has 8 elements and cannot become (4)"] = ("TDSL015", () => Squeeze(X(2, 4), 0)),
        ["(2, 4) has 8 elements and cannot become (3, 4)"] = ("TDSL015", () => Expand(X(2, 4), 0, 3)),
        ["(N = 2, N = 4) already has an axis N"] = ("TDSL020", () => Reshape(X(8), ("N", 2), ("N", 4))),
        ["(B = 2, S = 3) already has an axis S"] = ("TDSL020", () => Windows(N(("B", 2), ("S", 3)), 0, 1, 1, "S")),
        ["There is no axis 3 in (2)"] = ("TDSL012", () => Unsqueeze(X(2), 3)),
        ["The concatenation of (2, 3) and (3, 3): all axes but 3 must be the same"] = ("TDSL010", () => Concat(-1, X(2, 3), X(3, 3))),
        ["The contraction of (N = 2) and (N = 3): N = 2 and N = 3 differ"] = ("TDSL010", () => Contract(N(("N", 2)), N(("N", 3)), "N")),
        ["The size of a padding must be positive, but is -1"] = ("TDSL013", () => Pad(X(2), 0, -1, 0)),
        ["The weight of a convolution along one axis is (size, In, Out), but here it is (2, 3)"] =
            ("TDSL023", () => Convolution1D(X(4, 2), X(2, 3))),
        ["An embedding's table is (Vocab, Width), but here it is (3)"] = ("TDSL023", () => Embedding(Numbers.Tokens("t", 3, 1, 2), X(3))),
        ["The mask (5) cannot mask scores (1, 2, 2) of (…, Heads, queries, keys)"] =
            ("TDSL030", () => Attention(X(2, 1, 3), X(2, 1, 3), X(2, 1, 3), Mask.Of(X(5)))),
        ["The heads of queries, Heads = 8, do not divide evenly among the heads of keys, 3"] =
            ("TDSL031", () => SelfAttention(X(3, 4), Heads, 2, 2, Mask.None, keyHeads: 3)),
        ["The name 'h' stands for another tap already"] = ("TDSL050", () => Tap("h", Tap("h", X(2)))),
        ["No patch can be called 'ToString', since every class has a member of that name"] = ("TDSL050", () => Patch("ToString", X(2))),
        ["A table (2, 3) has 6 elements, but 5 numbers are given"] = ("TDSL034", () => Table(new double[5], 2, 3)),
        ["The length of a table must be positive, but is 0"] = ("TDSL013", () => Table([])),
        ["The shared parameter 'tower.linear.weight' is (3, 2) in one place and (4, 2) in this one"] =
            ("TDSL035", () => _ = Sum(Tower(X(3))) + Sum(Tower(X(4)))),
        ["The shared parameter 'tower.w' starts as Normal(1) in one place and as Constant(1) in this one"] =
            ("TDSL035", () => _ = Shared("tower", () => P("w", 2)) + Shared("tower", () => Parameter("w", Ones, 2))),
        ["The layers of the shared loop 'tower.layers' are 2 in one place and 3 in this one"] =
            ("TDSL035", () => Stack(Stack(X(3), 2), 3)),
        ["The loop 'tower.layers' is shared inside another loop, where its layers are written out, and outside, where they are not"] =
            ("TDSL035", () => Repeat(2, Stack(X(3), 2), x => Stack(x, 2))),
        ["Two parameters are named 'tower.w'; one of them needs another name, or each a Block around it"] = ("TDSL016", () => Shared("tower", () => P("w", 2) + P("w", 2))),
        ["Patches of side 3 do not divide images (6, 4, 1) of (…, Height, Width, Channels)"] = ("TDSL032", () => Patches(X(6, 4, 1), 3)),
        ["The table of a look-up is (N, …), but here it is ()"] = ("TDSL023", () => Gather(1, Numbers.Tokens("t", 3, 1, 2))),
    };

    public static TheoryData<string> Messages() => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_mistake_says_what_is_wrong(string message)
    {
        var error = Catch(Mistakes[message].Mistake);
        Assert.Equal(message, error.Message);
        Assert.Equal(Mistakes[message].Id, error.Id);
    }

    [Fact]
    public void Every_kind_of_mistake_is_made_here()
    {
        int kinds = typeof(ShapeException).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Count(method => method.ReturnType == typeof(ShapeException));
        Assert.Equal(kinds, Mistakes.Values.Select(m => m.Id).Distinct().Count());
    }

    [Fact]
    public void The_heads_output_added_without_its_projection_names_both_widths()
    {
        var error = Catch(() =>
        {
            var h = Rename(Rename(P("h", 2, 3, DModel), 0, "B"), 1, "T");
            h += AttentionHeads(LayerNorm(h), Heads, 32, DV, Mask.Causal);
        });
        Assert.Equal(
            "The sum of (B = 2, T = 3, DModel = 500) and (B = 2, T = 3, Heads 8 × DV 64 = 512): DModel = 500 and "
            + "Heads 8 × DV 64 = 512 differ; a projection back to DModel = 500 is missing", error.Message);
    }

    [Fact]
    public void Parameters_need_a_model()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Parameter("w", Zeros, 1));
        Assert.Equal("A model's definition runs inside EagerModel.Run, which holds its parameters.", error.Message);
    }

    private static ShapeException Catch(Action mistake) => Assert.Throws<ShapeException>(() => new EagerModel(1).Run(() =>
    {
        mistake();
        return 0;
    }));

    private static Tensor Tower(Tensor x) => Shared("tower", () => Linear(x, 2));

    private static Tensor Stack(Tensor x, int layers) => Shared("tower", () => Repeat(layers, x, h => Linear(h, 3)));

    private static Tensor P(string name, params Dim[] sizes) => Parameter(name, Normal(1), sizes);

    private static Tensor X(params int[] sizes) => Numbers.Tensor("x", sizes);

    private static Tensor N(params (string?, int)[] axes) => Numbers.Tensor("x", axes);
}

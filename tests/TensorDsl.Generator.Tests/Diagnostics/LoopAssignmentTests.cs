using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>A loop's body is run once for all iterations, so it cannot change what is made outside it.</summary>
public class LoopAssignmentTests
{
    [Theory]
    [InlineData("int n = 0;", "n++;", "n++", "'n'")]
    [InlineData("int n = 4;", "--n;", "--n", "'n'")]
    [InlineData("int n = 0;", "n += 2;", "n += 2", "'n'")]
    [InlineData("bool first = true;", "if (first) first = false;", "first = false", "'first'")]
    [InlineData("var sum = x;", "sum = sum + h;", "sum = sum + h", "'sum'")]
    [InlineData("var sum = x;", "(h, sum) = (sum, h);", "(h, sum) = (sum, h)", "'sum'")]
    [InlineData("var sum = x;", "Tensor y = sum = h;", "sum = h", "'sum'")]
    [InlineData("Tensor last;", "last = h;", "last = h", "'last'")]
    [InlineData("", "tokens = tokens;", "tokens = tokens", "'tokens'")]
    [InlineData("var all = new Tensor[2];", "all[0] = h;", "all[0] = h", "the elements of 'all'")]
    [InlineData("var all = new Tensor[2];", "var same = all; (same[0], same[1]) = (h, h);", "(same[0], same[1]) = (h, h)", "the elements of 'same'")]
    [InlineData("int[][] all = [[1]];", "all[0][0] = 2;", "all[0][0] = 2", "the array's elements")]
    [InlineData("Func<Tensor> get = () => x;", "get = () => h;", "get = () => h", "'get'")]
    [InlineData("var mask = Mask.None;", "mask = Mask.Where((q, k) => h < 0);", "mask = Mask.Where((q, k) => h < 0)", "'mask'")]
    [InlineData("int n = 0;", "for (n = 0; n < 2; ) { }", "n = 0", "'n'")]
    [InlineData("int n = 0;", "h = Block(\"inner\", () => { n = 1; return h; });", "n = 1", "'n'", "body of Block ← ")]
    [InlineData("int n = 0; void Count() { n = n + 1; }", "Count();", "n = n + 1", "'n'", "Count ← ")]
    [InlineData("int n = 0; Action count = () => n = n + 1;", "count();", "n = n + 1", "'n'", "a lambda ← ")]
    public void InRepeat(string outside, string inside, string text, string what, string calls = "") => In($$"""
        var x = Embedding(tokens, Vocab, DModel);
        {{outside}}
        x = Repeat(Layers, x, h =>
        {
            {{inside}}
            return h;
        });
        return Linear(x, Vocab);
        """).Expect(("TDSL008", text, Message(what, calls + "body of Repeat")));

    [Theory]
    [InlineData("Scan(x, \"T\", At(x, \"T\", 0), (at, state) => { n++; return at + state; })", "body of Scan")]
    [InlineData("Scan([x], \"T\", [At(x, \"T\", 0)], (at, state) => { n++; return ([at[0]], [state[0]]); }).Outputs[0]", "body of Scan")]
    [InlineData("Repeat(2, (x, x), s => { n++; return s; }).Item1", "body of Repeat")]
    [InlineData("Repeat(2, x, h => { int n = 0; return Repeat(2, h, g => { n++; return g; }, \"inner\"); })", "body of Repeat ← body of Repeat")]
    [InlineData("Repeat(1, x, h => { n++; return h; })", "body of Repeat")]
    public void InOtherLoops(string loop, string calls) => In($$"""
        var x = Embedding(tokens, Vocab, DModel);
        {{(loop.Contains("int n", StringComparison.Ordinal) ? "" : "int n = 0;")}}
        return Linear({{loop}}, Vocab);
        """).Expect(("TDSL008", "n++", Message("'n'", calls)));

    // Layers in a recurrence are written out, but run eagerly they are a loop of many more iterations.
    [Fact]
    public void InLayersInsideARecurrence() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        return Linear(Scan(x, "T", At(x, "T", 0), (at, state) =>
        {
            int n = 0;
            return Repeat(2, state, h =>
            {
                n++;
                return h * n;
            });
        }), Vocab);
        """).Expect(("TDSL008", "n++", Message("'n'", "body of Repeat ← body of Scan")));

    [Fact]
    public void InAMethodThatTheBodyIsHandedTo() => In(
        "int n = 0; return Linear(Twice(Embedding(tokens, Vocab, DModel), h => { n++; return h; }), Vocab);",
        "static Tensor Twice(Tensor x, Func<Tensor, Tensor> body) => Repeat(2, x, body);").Expect(("TDSL008", "n++", Message("'n'", "body of Repeat ← Twice")));

    [Fact]
    public void WhatTheBodyMakesItselfIsItsOwn() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        x = Repeat(Layers, x, h =>
        {
            int n = 0;
            var parts = new Tensor[2];
            for (int i = 0; i < 2; i++)
            {
                n += i;
                parts[i] = Block($"part{i}", () =>
                {
                    n++;
                    h = h * n;
                    return h;
                });
            }

            (parts[0], h) = (h, parts[1]);
            h += parts[0];
            return h;
        });
        var (y, _) = Scan([x], "T", [At(x, "T", 0)], (at, state) =>
        {
            at[0] = at[0] + state[0];
            return (at, state);
        });
        return Linear(y[0], Vocab);
        """).ExpectCode();

    [Fact]
    public void OutsideLoopsEverythingChanges() => In("""
        var x = Embedding(tokens, Vocab, DModel);
        int n = 0;
        var seen = new Tensor[1];
        x = Block("block", () =>
        {
            n++;
            seen[0] = x;
            return FeedForward(x, DFf, h =>
            {
                n += 2;
                return Tanh(h);
            });
        });
        return Linear(Tap("tap", x * n) + seen[0], Vocab);
        """).ExpectCode();

    // A field's array is made anew wherever it is read.
    [Fact]
    public void AnElementOfAFieldsArray() => In(
        "var widths = Widths; widths[0] = 4; return Linear(Embedding(tokens, Vocab, DModel), Widths[0]);",
        "static readonly int[] Widths = [8];").Expect(("TDSL003", "widths[0] = 4", "A model's definition cannot use an assignment to an element of the field 'Widths'"));

    private static string Message(string what, string calls) =>
        "The body of a loop stands for all its iterations and cannot assign to what is declared outside it: " +
        $"let {what} be state of the loop, or write the iterations out with C#'s 'for' (in {calls} ← Logits)";

    private static GeneratorRun In(string body, string members = "") => GeneratorRun.Of(Sources.Model(body, members));
}

using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>What a definition cannot use, each named where it stands.</summary>
public class ConstructTests
{
    [Theory]
    [InlineData("Console.WriteLine(1);", "Console.WriteLine(1)", "a call of 'Console.WriteLine'")]
    [InlineData("var list = new List<Tensor>();", "new List<Tensor>()", "'new List<Tensor>'")]
    [InlineData("try { } finally { }", "try { } finally { }", "'try'")]
    [InlineData("lock (tokens) { }", "lock (tokens) { }", "'lock'")]
    [InlineData("using var file = (IDisposable)null!;", "using var file = (IDisposable)null!;", "'using'")]
    [InlineData("using ((IDisposable)null!) { }", "using ((IDisposable)null!) { }", "'using'")]
    [InlineData("goto end; end: ;", "goto end;", "'goto'")]
    [InlineData("var pair = new { A = 1 };", "new { A = 1 }", "an anonymous object")]
    [InlineData("int[] widths = [.. new[] { 1 }];", ".. new[] { 1 }", "a spread in a collection expression")]
    [InlineData("ReadOnlySpan<int> widths = [1];", "[1]", "a collection expression for 'System.ReadOnlySpan<int>'")]
    [InlineData("foreach (var c in \"abc\") { }", "\"abc\"", "'foreach' over 'string'")]
    [InlineData("decimal money = tokens.Shape.Rank;", "tokens.Shape.Rank", "numbers of type 'decimal'")]
    [InlineData("var text = $\"{Heads:000}\";", "{Heads:000}", "formatting in an interpolated string")]
    [InlineData("int i = 0; int j = i++;", "i++", "'i++' as a value")]
    [InlineData("object o = 1; var ok = o is int n;", "int n", "a declaration pattern")]
    [InlineData("int i = 0; ref int j = ref i;", "j = ref i", "a local by reference")]
    [InlineData("dynamic d = 1; d.Foo();", "d.Foo()", "'dynamic'")]
    [InlineData("var q = from i in new[] { 1 } select i;", "from i in new[] { 1 } select i", "a query expression")]
    [InlineData("var width = new[] { 1, 2 }.Sum();", "new[] { 1, 2 }.Sum()", "a call of 'Enumerable.Sum'")]
    [InlineData("int.TryParse(\"1\", out int n);", "int.TryParse(\"1\", out int n)", "a call of 'int.TryParse'")]
    [InlineData("var t = typeof(int);", "typeof(int)", "'typeof'")]
    [InlineData("Func<Task<int>> f = async () => await Task.FromResult(1);", "async () => await Task.FromResult(1)", "'async'")]
    public void Unsupported(string statement, string text, string construct) =>
        GeneratorRun.Of(Sources.Model($"{statement}\nreturn Embedding(tokens, Vocab, DModel);")).Expect(
            ("TDSL003", text, $"A model's definition cannot use {construct}"));

    [Fact]
    public void A_type_is_reported_once() => GeneratorRun.Of(Sources.Model(
        "var pair = new Pair(Embedding(tokens, Vocab, DModel), 3); var again = new Pair(pair.X, pair.N); return Linear(again.X, again.N);"),
        "public readonly record struct Pair(Tensor X, int N);").Expect((
        "TDSL003", "new Pair(Embedding(tokens, Vocab, DModel), 3)",
        "A model's definition cannot use 'new Pair'"));

    [Fact]
    public void A_chain_of_calls_is_reported_once() =>
        In("var widths = new[] { 1, 2 }; return Embedding(tokens, Vocab, widths.Select(n => n * 2).Where(n => n > 1).Sum());").Expect((
        "TDSL003", "widths.Select(n => n * 2)",
        "A model's definition cannot use a call of 'Enumerable.Select'"));

    [Fact]
    public void A_list_is_reported_once() =>
        In("var all = new List<Tensor>(); all.Add(Embedding(tokens, Vocab, DModel)); all.Add(all[0]); foreach (var x in all) { } return all[0] + all.Count;").Expect((
        "TDSL003", "new List<Tensor>()",
        "A model's definition cannot use 'new List<Tensor>'"));

    [Fact]
    public void A_generic_method_of_the_users() =>
        In("return Same(Embedding(tokens, Vocab, DModel));", "static T Same<T>(T x) => x;").Expect((
        "TDSL003", "Same(Embedding(tokens, Vocab, DModel))",
        "A model's definition cannot use the generic method 'Same'"));

    [Fact]
    public void An_instance_method_of_the_users() => GeneratorRun.Of(Sources.Model(
        "return new Block().Apply(Embedding(tokens, Vocab, DModel));"),
        "public class Block { public Tensor Apply(Tensor x) => x; }").Expect((
        "TDSL003", "new Block().Apply(Embedding(tokens, Vocab, DModel))",
        "A model's definition cannot use the instance method 'Apply'"));

    [Fact]
    public void A_method_with_references() =>
        In("var x = Embedding(tokens, Vocab, DModel); Change(ref x); return x;", "static void Change(ref Tensor x) { }").Expect((
        "TDSL003", "Change(ref x)",
        "A model's definition cannot use the by-reference parameters of 'Change'"));

    [Fact]
    public void An_operator_of_the_users() => GeneratorRun.Of(
        Sources.Model("var w = default(Width) + default(Width); return Embedding(tokens, Vocab, DModel);"),
        "public struct Width { public static Width operator +(Width a, Width b) => a; }").Expect((
        "TDSL003", "default(Width) + default(Width)",
        "A model's definition cannot use the operator 'Width.operator +'"));

    [Fact]
    public void An_assignment_to_a_field() =>
        In("width = 3; return Embedding(tokens, Vocab, DModel);", "static int width;").Expect(("TDSL003", "width", "A model's definition cannot use an assignment to 'width'"));

    [Fact]
    public void Each_construct_is_reported() =>
        In("Console.WriteLine(1); Console.WriteLine(2); return Embedding(tokens, Vocab, DModel);").Expect(("TDSL003", "Console.WriteLine(1)", "A model's definition cannot use a call of 'Console.WriteLine'"),
        ("TDSL003", "Console.WriteLine(2)", "A model's definition cannot use a call of 'Console.WriteLine'"));

    [Fact]
    public void An_expression_nested_too_deeply() =>
        Assert.Contains(
            In($"int n = {new string('(', 1)}{string.Join("+", Enumerable.Range(0, 400).Select(i => "Width(0)"))}); return Embedding(tokens, Vocab, n);",
                "static int Width(int n) => n;").Diagnostics,
            d => d.GetMessage(null) == "A model's definition cannot use code nested more than 200 deep");

    private static GeneratorRun In(string body, string members = "") => GeneratorRun.Of(Sources.Model(body, members));
}

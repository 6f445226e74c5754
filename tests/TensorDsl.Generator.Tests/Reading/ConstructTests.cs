extern alias generator;

using generator::TensorDsl.Generator.Graph;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Reading;

/// <summary>
/// What a definition computes at compile time is what C# computes: each body is read and folded by the generator, and
/// compiled and run.
/// </summary>
public class ConstructTests
{
    private const string Members = """
        static readonly double Third = 1.0 / 3;
        static readonly int[] Widths = [8, 16, 32];
        static int Square(int n) => n * n;
        static int Sum(params int[] all) { int sum = 0; foreach (int n in all) sum += n; return sum; }
        static int Minus(int a, int b = 2) => a - b;
        static (int Least, int Most) Range(int a, int b) { if (a < b) return (a, b); return (b, a); }
        static double Apply(Func<double, double> f, double x) => f(x);
        static Func<int, int> Adder(int n) => m => n + m;
        enum Size { Small, Large = 7 }
        """;

    [Theory]
    [InlineData("return 42;")]
    [InlineData("return Heads * DV + DModel / 3 - Layers % 3;")]
    [InlineData("return -Heads + +DV;")]
    [InlineData("return ~Heads & 15 | 3 ^ 1;")]
    [InlineData("return Heads << 2 >> 1;")]
    [InlineData("return 7 / 2 + 7 / 2.0 + 7f / 2 + 7L / 2;")]
    [InlineData("return (int)3.9 + (int)-3.9 + (long)Third;")]
    [InlineData("return 1 / Math.Sqrt(2 * Layers) + Math.PI;")]
    [InlineData("return Math.Max(Heads, DV) + Math.Pow(2, -Heads);")]
    [InlineData("return Third * 0.1 + 1e-5;")]
    [InlineData("return Widths[1] + Widths.Length;")]
    [InlineData("int x = 3; x += 4; x *= 2; x -= 1; x /= 2; x++; --x; return x;")]
    [InlineData("double d = 1; d += Heads; return d;")]
    [InlineData("var (a, b) = (1, 2); (a, b) = (b, a); return 10 * a + b;")]
    [InlineData("(int a, _) = (1, 2); return a;")]
    [InlineData("var pair = (First: 3, Second: 4); return pair.First * pair.Item2;")]
    [InlineData("var (least, most) = Range(9, 4); return most - least;")]
    [InlineData("return Range(1, 5).Most;")]
    [InlineData("return Heads > 4 ? 1 : 2;")]
    [InlineData("if (Heads == 8 && Layers != 3 || DV < 0) return 1; else return 2;")]
    [InlineData("if (!(Heads >= 8)) { return 1; } return 2;")]
    [InlineData("int s = 0; for (int i = 0; i < Layers; i++) s += i * i; return s;")]
    [InlineData("int s = 0; for (int i = 0, j = 9; i < j; i++, j--) { if (i == 1) continue; if (i == 3) break; s += j; } return s;")]
    [InlineData("int s = 1; while (s < 100) s *= 3; return s;")]
    [InlineData("int s = 1; do { s *= 3; } while (s < 1); return s;")]
    [InlineData("int s = 0; foreach (int w in Widths) { if (w == 16) continue; s += w; } return s;")]
    [InlineData("int s = 0; foreach (var (a, b) in new[] { (1, 2), (3, 4) }) s += a * b; return s;")]
    [InlineData("switch (Layers) { case 1: return 1; case > 3 when Heads > 3: return 2; default: return 3; }")]
    [InlineData("int s = 0; switch (Heads) { case 1: case 8: s = 5; break; default: s = 6; break; } return s;")]
    [InlineData("return Layers switch { 1 => 1, > 1 and < 4 or 7 => 2, not 5 when Heads == 8 => 3, _ => 4 };")]
    [InlineData("return (Heads * 2) switch { var n when n > 3 => n, _ => 0 };")]
    [InlineData("return Heads is > 3 and not 7 ? 1 : 2;")]
    [InlineData("return Square(Square(3));")]
    [InlineData("return Sum() + Sum(1) + Sum(1, 2, 3) + Sum([4, 5]);")]
    [InlineData("return Minus(5) + Minus(b: 1, a: 9);")]
    [InlineData("return Apply(x => x * x, 3) + Apply(Math.Sqrt, 4) + Apply(Half, 4); double Half(double x) => x / 2;")]
    [InlineData("return Adder(3)(4) + Adder(5)(6);")]
    [InlineData("int n = 0; Action none = null!; void Count() { n++; } Count(); Count(); return none == null ? n : 0;")]
    [InlineData("int n = 1; Func<int> f = () => n * 10; n = 2; return f();")]
    [InlineData("var all = new Func<int>[3]; for (int i = 0; i < 3; i++) { int j = i; all[i] = () => j; } return all[0]() + 10 * all[1]() + 100 * all[2]();")]
    [InlineData("var all = new Func<int>[3]; for (int i = 0; i < 3; i++) { all[i] = () => i; } return all[0]() + 10 * all[1]();")]
    [InlineData("return Twice(x => Twice(y => y + 1, x) * 2, 3); int Twice(Func<int, int> f, int x) => f(f(x));")]
    [InlineData("int[] a = new int[3]; a[1] = 5; a[2] += a[1]; return a[0] + a[1] + a[2];")]
    [InlineData("var text = $\"w{Heads}\" + \"x\" + 1; return text == \"w8x1\" ? 1 : 2;")]
    [InlineData("int? none = null; return none ?? 3;")]
    [InlineData("return (int)Size.Large + (Heads > 1 ? Size.Small : Size.Large) switch { Size.Small => 1, _ => 2 };")]
    [InlineData("const int Local = Heads * 2; return Local;")]
    [InlineData("bool odd = Layers % 2 == 1 ^ true; return odd ? 1 : 2;")]
    [InlineData("return tokens.Shape.Rank + new Shape(new Axis(\"A\", 3), Axis.One).Count.Value;")]
    [InlineData("char c = 'a'; return c + (int)'b' + 0.5 * c;")]
    [InlineData("return default(int) + (default(Initializer?) is null ? 1 : 2);")]
    [InlineData("checked { long big = (long)int.MaxValue * 2; return big; }")]
    [InlineData("{ int inner = 1; } { int inner = 2; return inner; }")]
    [InlineData("return Heads < double.NaN ? 1 : double.NaN != double.NaN ? 2 : 3;")]
    [InlineData("return TensorDsl.Generator.Tests.Elsewhere.Width;")]
    public void A_body_means_what_it_means_in_CSharp(string body)
    {
        string source = Sources.Model(body, Members) + "\nnamespace TensorDsl.Generator.Tests { static class Elsewhere { public const int Width = 5; } }";
        var (expected, _) = Executed.Logits(source, Tokens.Of([0, 1], ("B", 1), ("T", 2)));
        var output = Elaborated.Graph(source).Outputs["Logits"];
        Assert.Equal(expected.Item, Assert.IsType<ConstantNode>(output).Value);
    }
}

using FsCheck;
using FsCheck.Fluent;
using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Properties;

public class ContractionProperties
{
    private const string Letters = "ijkl";

    /// <summary>Two operands and an output over the letters i, j, k, l, and the letters' sizes.</summary>
    public sealed record Case(string A, string B, string Output, int[] Sizes)
    {
        public override string ToString() => $"{A},{B}->{Output} with ijkl = {string.Join(" ", Sizes)}";
    }

    [Fact]
    public void A_contraction_is_a_sum_over_all_indices() => Settings.Holds(Cases().ToArbitrary(), @case =>
    {
        Tensor a = Operand("a", @case.A, @case.Sizes), b = Operand("b", @case.B, @case.Sizes);
        var actual = Einsum($"{@case.A},{@case.B}->{@case.Output}", a, b);
        double[] expected = new double[actual.Values.Count];
        foreach (int[] index in Indices(@case))
        {
            expected[Offset(@case.Output, @case.Sizes, index)] +=
                a.Values[Offset(@case.A, @case.Sizes, index)] * b.Values[Offset(@case.B, @case.Sizes, index)];
        }

        Numbers.Close(expected, actual.Values);
        return true;
    });

    private static Gen<Case> Cases() =>
        from a in Word(Letters)
        from b in Word(Letters)
        from summed in Gen.SubListOf(a.Intersect(b))
        from output in Gen.Shuffle(a.Union(b).Except(summed).ToArray())
        from sizes in Gen.Choose(1, 4).ArrayOf(4)
        select new Case(a, b, string.Concat(output), sizes);

    private static Gen<string> Word(IEnumerable<char> letters) =>
        from chosen in Gen.SubListOf(letters)
        from shuffled in Gen.Shuffle(chosen.ToArray())
        select string.Concat(shuffled);

    // Letters that no operand has do not run.
    private static IEnumerable<int[]> Indices(Case @case)
    {
        int[] ends = [.. Letters.Select((letter, i) => (@case.A + @case.B).Contains(letter) ? @case.Sizes[i] : 1)];
        for (int i = 0; i < ends[0]; i++)
        {
            for (int j = 0; j < ends[1]; j++)
            {
                for (int k = 0; k < ends[2]; k++)
                {
                    for (int l = 0; l < ends[3]; l++)
                        yield return [i, j, k, l];
                }
            }
        }
    }

    private static int Offset(string letters, int[] sizes, int[] index) =>
        letters.Aggregate(0, (offset, l) => (offset * sizes[Letters.IndexOf(l)]) + index[Letters.IndexOf(l)]);

    private static Tensor Operand(string key, string letters, int[] sizes) =>
        Numbers.Tensor(key, [.. letters.Select(letter => sizes[Letters.IndexOf(letter)])]);
}

namespace TensorDsl.Language.Tests.Blocks;

/// <summary>Attention written out in loops over numbers, whatever the mask.</summary>
internal static class AttentionReference
{
    /// <summary>
    /// q (B, T, H, DK), k (B, S, G, DK), v (B, S, G, DV): the values (B, T, H, DV), each a mean weighted by e^(q·k/√DK + bias)
    /// over the keys that are allowed; of all values where none is.
    /// </summary>
    public static double[] Of(
        Tensor q, Tensor k, Tensor v, Func<int, int, int, bool> allowed, Func<int, int, int, double>? bias = null)
    {
        int[] n = Sizes(q), m = Sizes(k);
        int dv = Sizes(v)[3], group = n[2] / m[2];
        var read = new List<double>();
        for (int b = 0; b < n[0]; b++)
        {
            for (int t = 0; t < n[1]; t++)
            {
                for (int h = 0; h < n[2]; h++)
                {
                    double Score(int s) => (Enumerable.Range(0, n[3]).Sum(d => At(q, b, t, h, d) * At(k, b, s, h / group, d)) / Math.Sqrt(n[3]))
                        + (bias?.Invoke(h, t, s) ?? 0);
                    int[] seen = [.. Enumerable.Range(0, m[1]).Where(s => allowed(b, t, s))];
                    double[] weights = seen.Length == 0 ? [.. new double[m[1]].Select(_ => 1d)] : [.. seen.Select(s => Math.Exp(Score(s)))];
                    int[] from = seen.Length == 0 ? [.. Enumerable.Range(0, m[1])] : seen;
                    for (int d = 0; d < dv; d++)
                        read.Add(from.Select((s, i) => weights[i] * At(v, b, s, h / group, d)).Sum() / weights.Sum());
                }
            }
        }

        return [.. read];
    }

    public static double At(Tensor x, params int[] place)
    {
        int index = 0;
        for (int i = 0; i < place.Length; i++)
            index = (index * x.Shape[i].Size.Value) + place[i];
        return x.Values[index];
    }

    private static int[] Sizes(Tensor x) => [.. x.Shape.Axes.Select(axis => axis.Size.Value)];
}

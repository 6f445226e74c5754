namespace TensorDsl.Cpu.Tests;

/// <summary>Attention by its definition, in double precision, with the whole matrix of weights.</summary>
internal sealed class AttentionOracle<TMask>(AttentionShape shape, double scale, TMask mask)
    where TMask : struct, IMask
{
    public double[] Output { get; } = new double[shape.B * shape.T * shape.H * shape.DV];

    public double[] Lse { get; } = new double[shape.B * shape.H * shape.T];

    public double[] QueryGradient { get; } = new double[shape.B * shape.T * shape.H * shape.DK];

    public double[] KeyGradient { get; } = new double[shape.B * shape.S * shape.H * shape.DK];

    public double[] ValueGradient { get; } = new double[shape.B * shape.S * shape.H * shape.DV];

    public void Run(float[] q, float[] k, float[] v, float[] outputGradient)
    {
        for (int b = 0; b < shape.B; b++)
        {
            for (int h = 0; h < shape.H; h++)
            {
                for (int t = 0; t < shape.T; t++)
                    Row(b, h, t, q, k, v, outputGradient);
            }
        }
    }

    private void Row(int b, int h, int t, float[] q, float[] k, float[] v, float[] outputGradient)
    {
        var scores = new double[shape.S];
        for (int s = 0; s < shape.S; s++)
        {
            scores[s] = double.NegativeInfinity;
            if (!mask.Allowed(t, s))
                continue;
            double dot = 0;
            for (int i = 0; i < shape.DK; i++)
                dot += (double)q[Row(b, t, h, shape.T, shape.DK) + i] * k[Row(b, s, h, shape.S, shape.DK) + i];
            scores[s] = dot * scale;
        }

        double most = scores.DefaultIfEmpty(double.NegativeInfinity).Max();
        double sum = scores.Sum(score => Math.Exp(score - most));
        bool blind = double.IsNegativeInfinity(most);
        Lse[(((b * shape.H) + h) * shape.T) + t] = blind ? double.PositiveInfinity : most + Math.Log(sum);
        if (blind)
            return;

        int output = Row(b, t, h, shape.T, shape.DV);
        var slopes = new double[shape.S];
        double mean = 0;
        for (int s = 0; s < shape.S; s++)
        {
            double weight = Math.Exp(scores[s] - most) / sum;
            int value = Row(b, s, h, shape.S, shape.DV);
            for (int i = 0; i < shape.DV; i++)
            {
                Output[output + i] += weight * v[value + i];
                slopes[s] += (double)outputGradient[output + i] * v[value + i];
                ValueGradient[value + i] += weight * outputGradient[output + i];
            }

            mean += weight * slopes[s];
        }

        int query = Row(b, t, h, shape.T, shape.DK);
        for (int s = 0; s < shape.S; s++)
        {
            double slope = Math.Exp(scores[s] - most) / sum * (slopes[s] - mean) * scale;
            int key = Row(b, s, h, shape.S, shape.DK);
            for (int i = 0; i < shape.DK; i++)
            {
                QueryGradient[query + i] += slope * k[key + i];
                KeyGradient[key + i] += slope * q[query + i];
            }
        }
    }

    private int Row(int b, int t, int h, int rows, int width) => ((((b * rows) + t) * shape.H) + h) * width;
}

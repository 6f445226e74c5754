namespace TensorDsl.Generator.Tests.RandomDefinitions;

/// <summary>Holds a generated model's logits, loss and gradients against the eager engine's.</summary>
internal static class DefinitionAgreement
{
    private const double Relative = 1e-4;
    private const double Rounding = 1e-6;

    /// <summary>What differs, or null.</summary>
    public static string? Difference(CompiledDefinitions compiled, string name)
    {
        foreach (var (threads, b, t) in ((int, int, int)[])[(1, 3, 5), (3, 2, 7), (2, 1, 1)])
        {
            var (model, logits) = compiled.Open(name, threads);
            using (model as IDisposable)
            {
                Scatter(model.Parameters);
                if (Differences(model, logits, b, t).FirstOrDefault() is { } found)
                    return $"With {threads} threads, B = {b} and T = {t}: {found}";
            }
        }

        return null;
    }

    private static IEnumerable<string> Differences(ILanguageModel model, Func<Tokens, Tensor> definition, int b, int t)
    {
        var random = new Random(b);
        int[] tokens = [.. Enumerable.Range(0, b * t).Select(_ => random.Next(9))];
        int[] targets = [.. Enumerable.Range(0, b * t).Select(_ => random.Next(9))];
        Tokens Of(int[] values) => Tokens.Of(values, ("B", b), ("T", t));

        var eager = new EagerModel(model.Parameters);
        var logits = eager.Run(() => definition(Of(tokens)));
        var loss = eager.Run(() => Ops.CrossEntropy(definition(Of(tokens)), Of(targets)));
        var gradients = eager.Backward(loss);
        double norm = Norm(gradients.Values.SelectMany(values => values));

        float[] actual = new float[b * t * 9];
        model.Logits(tokens, b, t, actual);
        if (Off("logits", [.. logits.Values], actual, Rounding) is { } wrong)
            yield return wrong;
        model.Gradients.Values.Fill(float.NaN);
        if (Off("the loss", [loss.Item, loss.Item], [model.Loss(tokens, targets, b, t), model.Backward(tokens, targets, b, t)], 0) is { } wrongLoss)
            yield return wrongLoss;
        foreach (var (name, gradient) in gradients)
        {
            if (Off($"the gradient of {name}", gradient, model.Gradients[name].ToArray(), Rounding * norm) is { } wrongGradient)
                yield return wrongGradient;
        }
    }

    // Gains off 1 and biases off 0, so that all parameters matter.
    private static void Scatter(ParameterSet parameters)
    {
        var random = new Random(7);
        foreach (var info in parameters.Layout)
        {
            foreach (ref float value in parameters[info.Name])
                value += (float)(0.2 * (random.NextDouble() - 0.5));
        }
    }

    private static string? Off(string what, double[] expected, float[] actual, double rounding)
    {
        double error = Norm(expected.Zip(actual, (e, a) => e - a));
        double norm = Norm(expected);
        return error <= (Relative * norm) + rounding ? null : $"{what} is off by {error:e2}, its norm is {norm:e2}";
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}

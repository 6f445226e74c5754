namespace TensorDsl.Testing;

// For models over sequences of tokens, by their interface.
internal static partial class Agreement
{
    /// <summary>Compares logits, loss and every gradient, relative to each tensor's norm.</summary>
    public static void Check(ILanguageModel model, EagerDefinition definition, int b, int t)
    {
        var (tokens, targets) = Batch(model, b, t);
        var eager = new EagerModel(model.Parameters);
        var logits = eager.Run(() => definition.Logits(Of(tokens, b, t)));
        var loss = eager.Run(() => definition.Loss(Of(tokens, b, t), Of(targets, b, t)));
        var gradients = eager.Backward(loss);

        float[] actual = new float[b * t * model.Vocabulary];
        model.Logits(tokens, b, t, actual);
        Close("logits", [.. logits.Values], actual, Tolerance, Rounding);
        Assert.Equal(loss.Item, model.Loss(tokens, targets, b, t), Tolerance * Math.Abs(loss.Item));
        model.Gradients.Values.Fill(float.NaN);
        Assert.Equal(loss.Item, model.Backward(tokens, targets, b, t), Tolerance * Math.Abs(loss.Item));
        Assert.Equal(model.Parameters.Layout.Select(info => info.Name).Order(), gradients.Keys.Order());
        double norm = Norm(gradients.Values.SelectMany(values => values));
        foreach (var (name, gradient) in gradients)
            Close(name, gradient, model.Gradients[name], Tolerance, Rounding * norm);
    }

    /// <summary>Random tokens and targets.</summary>
    public static (int[] Tokens, int[] Targets) Batch(ILanguageModel model, int b, int t, int seed = 1)
    {
        var random = new Random(seed);
        int[] Draw() => [.. Enumerable.Range(0, b * t).Select(_ => random.Next(model.Vocabulary))];
        return (Draw(), Draw());
    }

    /// <summary>Tokens (B, T) for the eager engine.</summary>
    public static Tokens Of(int[] values, int b, int t) => Tokens.Of(values, ("B", b), ("T", t));
}

/// <summary>The C# methods that a model is defined by.</summary>
internal sealed record EagerDefinition(Func<Tokens, Tensor> Logits, Func<Tokens, Tokens, Tensor> Loss)
{
    /// <summary>A definition without a loss of its own.</summary>
    public EagerDefinition(Func<Tokens, Tensor> logits)
        : this(logits, (tokens, targets) => Ops.CrossEntropy(logits(tokens), targets))
    {
    }
}

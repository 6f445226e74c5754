namespace TensorDsl.Training;

/// <summary>Measures a model on a text. Nothing is drawn and nothing of the model changes: the same model gives the same number.</summary>
public static class Evaluation
{
    /// <summary>The mean cross-entropy on windows of <paramref name="context"/> tokens that lie evenly over the text.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The tokens.</param>
    /// <param name="batch">Windows at a time.</param>
    /// <param name="context">Tokens in a window.</param>
    /// <param name="maxWindows">The number of windows, or fewer where the text has not so many that do not overlap.</param>
    /// <returns>Nats per token.</returns>
    /// <exception cref="ArgumentException">The text has no whole window and the token after it.</exception>
    public static double Sampled(ILanguageModel model, ReadOnlySpan<int> text, int batch, int context, int maxWindows)
    {
        ArgumentNullException.ThrowIfNull(model);
        int windows = Math.Min(maxWindows, (text.Length - 1) / context);
        if (windows < 1)
            throw new ArgumentException($"{text.Length} tokens hold no window of {context} tokens.", nameof(text));

        var sum = new LossSum(model, batch, context);
        long room = text.Length - 1 - context;
        for (long i = 0; i < windows; i++)
            sum.Add(text, windows == 1 ? 0 : (int)(room * i / (windows - 1)), context);
        return sum.Mean();
    }

    /// <summary>The mean cross-entropy on all of the text, in windows side by side; the last one may be shorter.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The tokens, two or more.</param>
    /// <param name="batch">Windows at a time.</param>
    /// <param name="context">Tokens in a window.</param>
    /// <returns>Nats per token.</returns>
    /// <exception cref="ArgumentException">The text has fewer than two tokens.</exception>
    public static double Whole(ILanguageModel model, ReadOnlySpan<int> text, int batch, int context)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (text.Length < 2)
            throw new ArgumentException("There is nothing to predict.", nameof(text));

        var sum = new LossSum(model, batch, context);
        for (int start = 0; start < text.Length - 1; start += context)
            sum.Add(text, start, Math.Min(context, text.Length - 1 - start));
        return sum.Mean();
    }
}

namespace TensorDsl.Sampling;

/// <summary>Continues a text with a language model.</summary>
public static class TextGeneration
{
    /// <summary>
    /// Yields <paramref name="length"/> tokens, each as soon as it is drawn. The model sees the last <c>Context</c> tokens.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="prompt">The beginning, one token or more.</param>
    /// <param name="length">The number of new tokens.</param>
    /// <param name="sampler">Draws them.</param>
    /// <exception cref="ArgumentException">The prompt is empty.</exception>
    public static IEnumerable<int> Continue(ILanguageModel model, IReadOnlyCollection<int> prompt, long length, Sampler sampler)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(sampler);
        if (prompt.Count == 0)
            throw new ArgumentException("The prompt is empty.", nameof(prompt));
        return Draw(model, prompt, length, sampler);
    }

    private static IEnumerable<int> Draw(ILanguageModel model, IReadOnlyCollection<int> prompt, long length, Sampler sampler)
    {
        int[] window = new int[model.Context];
        float[] logits = new float[model.Context * model.Vocabulary];
        int count = 0;
        foreach (int token in prompt)
            count = Push(window, count, token);

        for (long i = 0; i < length; i++)
        {
            int used = count * model.Vocabulary;
            model.Logits(window.AsSpan(0, count), 1, count, logits.AsSpan(0, used));
            int token = sampler.Next(logits.AsSpan(used - model.Vocabulary, model.Vocabulary), i);
            count = Push(window, count, token);
            yield return token;
        }
    }

    private static int Push(int[] window, int count, int token)
    {
        if (count == window.Length)
        {
            window.AsSpan(1).CopyTo(window);
            count--;
        }

        window[count] = token;
        return count + 1;
    }
}

using System.Runtime.InteropServices;

namespace TensorDsl.Sampling;

/// <summary>Continues a text with a language model.</summary>
public static class TextGeneration
{
    /// <summary>
    /// Yields up to <paramref name="length"/> tokens, each as soon as it is drawn. The model sees the last <c>Context</c>
    /// tokens.
    /// </summary>
    /// <param name="model">The model; with caches, if it has them.</param>
    /// <param name="prompt">The beginning, one token or more.</param>
    /// <param name="length">The largest number of new tokens.</param>
    /// <param name="sampler">Draws them.</param>
    /// <param name="stop">What ends the text before, and is no part of it.</param>
    /// <exception cref="ArgumentException">The prompt is empty.</exception>
    public static IEnumerable<int> Continue(
        ILanguageModel model, IReadOnlyCollection<int> prompt, long length, Sampler sampler, StopSequences? stop = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(prompt, sampler);
        return Own(model, prompt, length, sampler, stop);
    }

    /// <summary>Yields tokens of the only sequence of <paramref name="generation"/>, which begins afresh.</summary>
    /// <param name="generation">One sequence; beyond its capacity, the tokens before are forgotten one by one.</param>
    /// <param name="prompt">The beginning, one token or more.</param>
    /// <param name="length">The largest number of new tokens.</param>
    /// <param name="sampler">Draws them.</param>
    /// <param name="stop">What ends the text before, and is no part of it.</param>
    /// <exception cref="ArgumentException">The prompt is empty, or there are several sequences.</exception>
    public static IEnumerable<int> Continue(
        IGeneration generation, IReadOnlyCollection<int> prompt, long length, Sampler sampler, StopSequences? stop = null)
    {
        ArgumentNullException.ThrowIfNull(generation);
        if (generation.Batch != 1)
            throw new ArgumentException($"There are {generation.Batch} sequences, not one.", nameof(generation));
        Check(prompt, sampler);
        return Shown(Draw(generation, [.. prompt], length, sampler), stop);
    }

    private static void Check(IReadOnlyCollection<int> prompt, Sampler sampler)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(sampler);
        if (prompt.Count == 0)
            throw new ArgumentException("The prompt is empty.", nameof(prompt));
    }

    private static IEnumerable<int> Own(ILanguageModel model, IReadOnlyCollection<int> prompt, long length, Sampler sampler, StopSequences? stop)
    {
        int room = (int)Math.Min(model.Context, prompt.Count + Math.Max(0, length));
        using var generation = model is IGenerativeModel cached ? cached.NewGeneration(1, room) : new Recomputation(model, capacity: room);
        foreach (int token in Continue(generation, prompt, length, sampler, stop))
            yield return token;
    }

    private static IEnumerable<int> Draw(IGeneration generation, List<int> text, long length, Sampler sampler)
    {
        float[] logits = new float[generation.Vocabulary];
        generation.Reset();
        for (long i = 0; i < length; i++)
        {
            int unread = i == 0 ? text.Count : 1;
            if (generation.Position + unread > generation.Capacity)
            {
                generation.Reset();
                unread = Math.Min(text.Count, generation.Capacity);
            }

            var all = CollectionsMarshal.AsSpan(text);
            generation.Next(all[^unread..], logits);
            int token = sampler.Next(logits, i, all);
            text.Add(token);
            yield return token;
        }
    }

    private static IEnumerable<int> Shown(IEnumerable<int> drawn, StopSequences? stop)
    {
        if (stop is null)
        {
            foreach (int token in drawn)
                yield return token;
            yield break;
        }

        var text = new List<int>();
        int shown = 0;
        int end = 0;
        foreach (int token in drawn)
        {
            text.Add(token);
            int match = stop.Match(CollectionsMarshal.AsSpan(text));
            end = text.Count - (match > 0 ? match : stop.Held(CollectionsMarshal.AsSpan(text)));
            while (shown < end)
                yield return text[shown++];
            if (match > 0)
                yield break;
        }

        while (shown < text.Count)
            yield return text[shown++];
    }
}

using TensorDsl;

namespace CharGptExample;

/// <summary>The one place that says which model the program trains.</summary>
internal static class ModelFactory
{
    /// <summary>The model with its initial parameters.</summary>
    /// <param name="threads">How many threads it runs on; 0 for all processors.</param>
    /// <param name="seed">Draws the parameters.</param>
    public static ILanguageModel Create(int threads, long seed) => new CharGpt(threads, (ulong)seed);
}

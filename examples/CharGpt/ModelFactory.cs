using TensorDsl;
using TensorDsl.Examples.Commands;

namespace CharGptExample;

/// <summary>The one place that says which model the program trains.</summary>
internal static class ModelFactory
{
    /// <summary>The model with its initial parameters.</summary>
    /// <param name="hardware">What it runs on.</param>
    /// <param name="seed">Draws the parameters.</param>
    public static ILanguageModel Create(Hardware hardware, long seed) => new CharGpt(hardware.Device, hardware.Threads, (ulong)seed);
}

using TensorDsl.Testing;
using Xunit.Sdk;

namespace TensorDsl.Generator.Tests.RandomDefinitions;

/// <summary>Holds a compiled definition against the eager engine for several sizes and teams.</summary>
internal static class DefinitionAgreement
{
    /// <summary>What differs, or null.</summary>
    public static string? Difference(CompiledDefinitions compiled, string name)
    {
        foreach (var (threads, b, t) in ((int, int, int)[])[(1, 3, 5), (3, 2, 7), (2, 1, 1)])
        {
            try
            {
                Agreement.Check(compiled.Model(name), new { B = b, T = t }, threads: threads, seed: b);
            }
            catch (XunitException disagreement)
            {
                return $"With {threads} threads, B = {b} and T = {t}: {disagreement.Message}";
            }
        }

        return null;
    }
}

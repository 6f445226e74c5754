using System.Globalization;

namespace TensorDsl.Generator.Tests.RandomDefinitions;

/// <summary>
/// Well-typed definitions built at random from the language's operations: what is generated computes what the eager
/// engine does, every gradient included. Another seed is tried by setting <c>TENSORDSL_SEED</c>.
/// </summary>
public sealed class RandomDefinitionTests
{
    private const int Batch = 25;

    public static TheoryData<int> Seeds
    {
        get
        {
            int first = int.Parse(Environment.GetEnvironmentVariable("TENSORDSL_SEED") ?? "1", CultureInfo.InvariantCulture);
            return [.. Enumerable.Range(0, 12).Select(batch => first + (batch * Batch))];
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void GeneratedCodeAgreesWithTheEagerEngine(int seed)
    {
        var definitions = Enumerable.Range(seed, Batch).ToDictionary(s => s, RandomDefinition.Draw);
        using var compiled = new CompiledDefinitions(definitions.Select(d => d.Value.Source($"Net{d.Key}")));
        foreach (var (own, definition) in definitions)
        {
            if (DefinitionAgreement.Difference(compiled, $"Net{own}") is not null)
                Fail(own, definition);
        }
    }

    private static void Fail(int seed, RandomDefinition definition)
    {
        string? difference = null;
        var shortest = Minimiser.Run(definition, shorter =>
        {
            using var compiled = new CompiledDefinitions([shorter.Source("Net")]);
            string? found = DefinitionAgreement.Difference(compiled, "Net");
            difference = found ?? difference;
            return found is not null;
        });
        Assert.Fail($"The definition of seed {seed}, made as short as it still fails:\n{shortest.Source("Net")}\n{difference}");
    }
}

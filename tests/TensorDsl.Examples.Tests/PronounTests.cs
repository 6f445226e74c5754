namespace TensorDsl.Examples.Tests;

/// <summary>The pronoun means the porridge that is tasty, and the girl who is hungry.</summary>
public sealed class PronounTests
{
    [Fact]
    public async Task TheAdjectiveDecidesWhatThePronounMeans()
    {
        var outcome = await Example.Run("Pronoun");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        string[] tasty = Rows(outcome.Lines.TakeWhile(line => !line.Contains("ГОЛОДНАЯ *ОНА", StringComparison.Ordinal)));
        string[] hungry = Rows(outcome.Lines.SkipWhile(line => !line.Contains("ГОЛОДНАЯ *ОНА", StringComparison.Ordinal)));
        Assert.Equal("КАШУ", tasty[0]);
        Assert.Equal("МАША", hungry[0]);
        Assert.Contains(outcome.Lines, line => line.StartsWith("attention: ОНА 0.6", StringComparison.Ordinal) && line.Contains("ГОЛОДНАЯ 0.3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RefusesArguments()
    {
        var outcome = await Example.Run("Pronoun", "sample");
        Assert.Equal((2, "There is no 'sample' here (--help explains).\n"), (outcome.ExitCode, outcome.Error));
    }

    // The words of the table, best first.
    private static string[] Rows(IEnumerable<string> lines) =>
        [.. lines.Where(line => line.StartsWith('│') && !line.Contains("score", StringComparison.Ordinal)).Select(line => line.Split('│')[1].Trim())];
}

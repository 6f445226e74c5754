namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Every kind of loop against the eager engine: one position, several, odd sizes.</summary>
public sealed class RecurrenceSuite
{
    private static readonly Dictionary<string, Type> Models = new[]
    {
        typeof(PlainRecurrence), typeof(BackwardRecurrence), typeof(TwoStates), typeof(NestedRecurrences), typeof(Attending),
        typeof(SeveralCarries), typeof(Recomputed), typeof(GatedRecurrences), typeof(LongMemories),
    }.ToDictionary(type => type.Name);

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithTheEagerEngine(string name)
    {
        foreach (int threads in (int[])[1, 2, 3])
        {
            Agreement.Check(Models[name], new { B = 3, T = 5 }, threads: threads);
            Agreement.Check(Models[name], new { B = 1, T = 1 }, threads: threads);
            Agreement.Check(Models[name], new { B = 2, T = 1 }, threads: threads);
            Agreement.Check(Models[name], new { B = 1, T = 2 }, threads: threads);
            Agreement.Check(Models[name], new { B = 2, T = 19 }, threads: threads);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 4)]
    [InlineData(2, 6, 1)]
    [InlineData(2, 5, 7)]
    public void ADecoderMayAttendToTheSourceAtEachStep(int b, int s, int t)
    {
        Agreement.Check<Translating>(new { B = b, S = s, T = t });
        Agreement.Check<Translating>(new { B = b, S = s, T = t }, threads: 3);
    }

    [Fact]
    public void LossesFall()
    {
        Agreement.Trains<GatedRecurrences>(new { B = 3, T = 5 });
        Agreement.Trains<LongMemories>(new { B = 3, T = 5 });
        Agreement.Trains<Translating>(new { B = 3, S = 5, T = 7 });
    }
}

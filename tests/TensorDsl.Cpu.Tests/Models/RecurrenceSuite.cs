namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Every kind of loop against the eager engine: one position, several, odd sizes.</summary>
public sealed class RecurrenceSuite
{
    private static readonly Dictionary<string, (Func<int, ILanguageModel> Create, EagerDefinition Definition)> Models = new()
    {
        [nameof(PlainRecurrence)] = (threads => new PlainRecurrence(threads, 1), new(PlainRecurrence.Logits)),
        [nameof(BackwardRecurrence)] = (threads => new BackwardRecurrence(threads, 1), new(BackwardRecurrence.Logits)),
        [nameof(TwoStates)] = (threads => new TwoStates(threads, 1), new(TwoStates.Logits)),
        [nameof(NestedRecurrences)] = (threads => new NestedRecurrences(threads, 1), new(NestedRecurrences.Logits)),
        [nameof(Attending)] = (threads => new Attending(threads, 1), new(Attending.Logits)),
        [nameof(SeveralCarries)] = (threads => new SeveralCarries(threads, 1), new(SeveralCarries.Logits)),
        [nameof(Recomputed)] = (threads => new Recomputed(threads, 1), new(Recomputed.Logits)),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithTheEagerEngine(string name)
    {
        var (create, definition) = Models[name];
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var model = create(threads);
            Agreement.Scatter(model.Parameters);
            Agreement.Check(model, definition, 3, 5);
            Agreement.Check(model, definition, 1, 1);
            Agreement.Check(model, definition, 2, 1);
            Agreement.Check(model, definition, 1, 2);
            Agreement.Check(model, definition, 2, 19);
        }
    }
}

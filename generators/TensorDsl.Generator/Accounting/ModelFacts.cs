using System.Numerics;
using TensorDsl.Generator.Emission;
using TensorDsl.Generator.Emission.Api;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Accounting;

/// <summary>What a model costs: parameters, arithmetic, memory.</summary>
internal sealed class ModelFacts
{
    private readonly ModelPlans _plans;
    private readonly Dictionary<Plan, Amount> _flops;

    public ModelFacts(ModelPlans plans) : this(plans, new ModelInputs(plans))
    {
    }

    public ModelFacts(ModelPlans plans, ModelInputs inputs)
    {
        _plans = plans;
        _flops = plans.Programs.ToDictionary(plan => plan, plan => FlopCount.Of(plan.Graph));
        var first = inputs.Inputs.FirstOrDefault()?.Shape;
        Batch = first is { Rank: > 0 } ? Text.Symbols(first[0].Size).FirstOrDefault() : null;
        (Unit, Noun) = Units(inputs).Append((1, "call")).First(unit => _flops.Values.All(flops => flops.Per(unit.Size) is not null));
        foreach (string symbol in plans.Programs.SelectMany(plan => plan.Sections).SelectMany(section => Text.Symbols(Symbol(section.Symbols)))
            .Concat(_flops.Values.SelectMany(flops => flops.Symbols)).Concat(inputs.Symbols))
        {
            Bounds[symbol] = symbol != Batch && inputs.Bounds.TryGetValue(symbol, out int bound) ? bound : 1;
            if (symbol != Batch && !inputs.Bounds.ContainsKey(symbol))
                Unbounded.Add(symbol);
        }
    }

    /// <summary>The number of learned values.</summary>
    public long Parameters => _plans.Layout.Count;

    /// <summary>Bytes of the parameters' arena, and of the gradients'.</summary>
    public BigInteger ParameterBytes => (BigInteger)_plans.Layout.Length * sizeof(float);

    /// <summary>The symbol of the batch: the first axis of the first input; null where it is constant.</summary>
    public string? Batch { get; }

    /// <summary>What FLOPs are counted for: <c>token</c>, <c>example</c> or <c>call</c>.</summary>
    public string Noun { get; }

    /// <summary>The sizes for which the facts are given: the batch 1, all others as large as they may be, or 1 without a bound.</summary>
    public SortedDictionary<string, int> Bounds { get; } = new(StringComparer.Ordinal);

    /// <summary>The symbols without a bound, the batch apart.</summary>
    public SortedSet<string> Unbounded { get; } = new(StringComparer.Ordinal);

    private Dim Unit { get; }

    /// <summary>A program's floating-point operations for each token.</summary>
    public Amount Flops(Plan plan) => _flops[plan].Per(Unit)!;

    /// <summary>Bytes of a program's activation arena.</summary>
    public static BigInteger ArenaBytes(Plan plan, IReadOnlyDictionary<string, int> sizes)
    {
        var floats = new Amount();
        foreach (var (symbols, units) in plan.Sections)
            floats.Add(units, Symbol(symbols));
        return sizeof(float) * floats.At(sizes, product => (product + 15) / 16 * 16);
    }

    /// <summary>
    /// Bytes that training takes: parameters, gradients, the optimiser's two moments, and the activations of
    /// <c>Backward</c>. Null without a loss.
    /// </summary>
    public BigInteger? TrainingBytes(IReadOnlyDictionary<string, int> sizes) =>
        _plans.Programs.FirstOrDefault(plan => plan.Name == ModelStages.Backward) is { } backward
            ? (4 * ParameterBytes) + ArenaBytes(backward, sizes)
            : null;

    // Per token where all arithmetic is for tokens, else per example.
    private IEnumerable<(Dim Size, string Noun)> Units(ModelInputs inputs)
    {
        foreach (var tokens in inputs.Inputs.OfType<TokensNode>().Take(1))
            yield return (tokens.Shape.Count.Plain, "token");
        if (Batch is not null)
            yield return (Dim.Symbol(Batch), "example");
    }

    private static Dim Symbol(string symbols) => symbols.Length == 0 ? 1 : Dim.Symbol(symbols);
}

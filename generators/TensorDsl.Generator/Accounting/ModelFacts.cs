using System.Numerics;
using TensorDsl.Generator.Emission;
using TensorDsl.Generator.Emission.Api;
using TensorDsl.Generator.Emission.Cpu;
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
        var least = SizeWriter.Least(plans.Programs.SelectMany(plan => SizeRule.Of(plan.Graph)));
        foreach (string symbol in plans.Programs.SelectMany(plan => plan.Sections).SelectMany(section => ((Offset)Product(section.Symbols)).Symbols)
            .Concat(_flops.Values.SelectMany(flops => flops.Symbols)).Concat(inputs.Symbols))
        {
            Bounds[symbol] = symbol != Batch && inputs.Bounds.TryGetValue(symbol, out int bound) ? bound : least.TryGetValue(symbol, out int value) ? value : 1;
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

    /// <summary>The sizes for which the facts are given: the batch 1, all others as large as they may be, or as small without a bound.</summary>
    public SortedDictionary<string, int> Bounds { get; } = new(StringComparer.Ordinal);

    /// <summary>The symbols without a bound, the batch apart.</summary>
    public SortedSet<string> Unbounded { get; } = new(StringComparer.Ordinal);

    /// <summary>A program's floating-point operations for each token where all of them are for tokens, else for each example, or for a call.</summary>
    public (Amount Flops, string Noun) Flops(Plan plan)
    {
        foreach (var (size, noun) in Units(plan))
        {
            if (_flops[plan].Per(size) is { } flops)
                return (flops, noun);
        }

        return (_flops[plan], "call");
    }

    /// <summary>Bytes of a program's activation arena.</summary>
    public static BigInteger ArenaBytes(Plan plan, IReadOnlyDictionary<string, int> sizes) =>
        sizeof(float) * Section.Length(plan.Sections, symbols => Units(symbols, sizes));

    /// <summary>
    /// Bytes that training takes: parameters, gradients, the optimiser's two moments, and the activations of
    /// <c>Backward</c>, the largest where there are several losses. Null without a loss.
    /// </summary>
    public BigInteger? TrainingBytes(IReadOnlyDictionary<string, int> sizes) =>
        _plans.Programs.Where(IsTraining).Select(plan => (4 * ParameterBytes) + ArenaBytes(plan, sizes)).DefaultIfEmpty().Max() is { IsZero: false } bytes
            ? bytes
            : null;

    /// <summary>Bytes of what a generation keeps from step to step.</summary>
    public static BigInteger CacheBytes(CacheLayout caches, IReadOnlyDictionary<string, int> sizes) => sizeof(float) * caches.Sections
        .Aggregate(BigInteger.Zero, (floats, section) => floats + Section.Rounded(section.Units * Units(section.Symbols, sizes)));

    /// <summary>Whether a program computes gradients.</summary>
    public static bool IsTraining(Plan plan) => plan.Graph.Gradients.Count > 0;

    private static IEnumerable<(Dim Size, string Noun)> Units(Plan plan)
    {
        foreach (var tokens in plan.Graph.Inputs.OfType<TokensNode>().Take(1))
            yield return (tokens.Shape.Count.Plain, "token");
        if (plan.Graph.Inputs.FirstOrDefault()?.Shape is { Rank: > 0 } first && Text.Symbols(first[0].Size).FirstOrDefault() is { } batch)
            yield return (Dim.Symbol(batch), "example");
    }

    private static BigInteger Units(string symbols, IReadOnlyDictionary<string, int> sizes)
    {
        var product = new Amount();
        product.Add(1, Product(symbols));
        return product.At(sizes);
    }

    private static Dim Product(string symbols) => symbols.Split('·').Where(symbol => symbol.Length > 0)
        .Aggregate((Dim)1, (product, symbol) => product * Dim.Symbol(symbol));
}

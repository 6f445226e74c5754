extern alias generator;
using System.Numerics;
using generator::TensorDsl.Generator.Accounting;
using generator::TensorDsl.Generator.Graph;
using generator::TensorDsl.Generator.Scheduling;
using generator::TensorDsl.Generator.Verification;
using Amount = generator::TensorDsl.Generator.Accounting.Amount;
using Buffer = generator::TensorDsl.Generator.Scheduling.Buffer;

namespace TensorDsl.Generator.Tests.Memory;

/// <summary>What a plan holds at once, counted from its steps alone, and what its arena takes.</summary>
internal sealed class LiveSets
{
    private readonly Plan _plan;
    private readonly IReadOnlyDictionary<Buffer, (int First, int Last)> _lives;
    private readonly IReadOnlyList<SizeRule> _rules;

    public LiveSets(Plan plan)
    {
        _plan = plan;
        _lives = ArenaVerifier.Lives(plan);
        _rules = SizeRule.Of(plan.Graph);
        Symbols = [.. _lives.Keys.SelectMany(buffer => Of(buffer).Symbols).Concat(_rules.SelectMany(rule => rule.Rest.Symbols)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The symbols that inputs bind and that the arena depends on.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>The sizes, none above its bound, or null where the plan cannot have them.</summary>
    public SortedDictionary<string, int>? At(Func<string, int> size)
    {
        var sizes = new SortedDictionary<string, int>(
            Symbols.ToDictionary(symbol => symbol, symbol => Math.Min(size(symbol), _plan.Graph.Bounds.TryGetValue(symbol, out int bound) ? bound : int.MaxValue)), StringComparer.Ordinal);
        return _rules.All(rule => rule.Rest.At(symbol => sizes[symbol]) >= 0) ? sizes : null;
    }

    /// <summary>
    /// The most bytes that are alive between two barriers, over all buffers whatever their symbols: no arena can be smaller.
    /// </summary>
    public BigInteger Bound(IReadOnlyDictionary<string, int> sizes)
    {
        var changes = new SortedDictionary<int, BigInteger>();
        foreach (var (buffer, life) in _lives)
        {
            var bytes = sizeof(float) * Of(buffer).At(sizes);
            changes[life.First] = changes.GetValueOrDefault(life.First) + bytes;
            changes[life.Last + 1] = changes.GetValueOrDefault(life.Last + 1) - bytes;
        }

        BigInteger live = 0, most = 0;
        foreach (var change in changes.Values)
            most = BigInteger.Max(most, live += change);
        return most;
    }

    /// <summary>The bytes of the plan's arena.</summary>
    public BigInteger Planned(IReadOnlyDictionary<string, int> sizes) => ModelFacts.ArenaBytes(_plan, sizes);

    private static Amount Of(Buffer buffer)
    {
        var floats = new Amount();
        floats.Add(1, buffer.Total);
        return floats;
    }
}

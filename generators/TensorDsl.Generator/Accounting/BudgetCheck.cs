using TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Accounting;

/// <summary>Compares what training takes with what the definition allows.</summary>
internal static class BudgetCheck
{
    /// <summary>The mistake, if there is one.</summary>
    public static EquatableArray<DiagnosticInfo> Of(DefinitionProgram program, ModelPlans plans) =>
        program.Budget is { } budget && Mistake(budget, new ModelFacts(plans)) is { } mistake
            ? EquatableArray.Of(DiagnosticInfo.At(budget.Location, "TDSL040", mistake))
            : default;

    private static string? Mistake(MemoryBudget budget, ModelFacts facts)
    {
        var sizes = new SortedDictionary<string, int>(facts.Bounds, StringComparer.Ordinal);
        var unknown = new SortedSet<string>(facts.Unbounded, StringComparer.Ordinal);
        foreach (string part in budget.Sizes.Split([','], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = [.. part.Split('=').Select(side => side.Trim())];
            if (sides.Length != 2 || !int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out int size) || size < 1)
                return $"'{part.Trim()}' is no size; write them as in B = 12, T = 64";
            if (!sizes.ContainsKey(sides[0]))
                return $"'{sides[0]}' is none of the model's sizes, {string.Join(", ", sizes.Keys)}";
            sizes[sides[0]] = size;
            unknown.Remove(sides[0]);
        }

        if (unknown.Count > 0)
            return $"{string.Join(", ", unknown)} has no bound; say for which size in TrainingSizes";
        if (facts.TrainingBytes(sizes) is not { } bytes)
            return "the model has no loss to be trained by";
        return bytes <= budget.Bytes
            ? null
            : $"it takes {FactsText.Number(bytes)} bytes{(sizes.Count == 0 ? "" : $" at {FactsText.Sizes(sizes)}")}, more than {FactsText.Number(budget.Bytes)}";
    }
}

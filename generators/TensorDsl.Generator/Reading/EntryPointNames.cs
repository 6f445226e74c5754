using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Reading;

/// <summary>
/// Keeps the names of entry points apart. Inputs, sizes and results become members and variables side by side, here in
/// upper and there in lower case.
/// </summary>
internal static class EntryPointNames
{
    private const string Numbers = "Tensor";

    private static readonly string[] Arenas = ["Parameters", "Gradients", "Arena", "State", "DropoutSeed"];

    /// <summary>What is wrong with an entry point beside those before it, as the end of a sentence; null where nothing is.</summary>
    public static string? Clash(EntryPoint entry, IReadOnlyList<EntryPoint> others)
    {
        if (Upper(entry.Name) is (DerivedLoss.Name or DerivedLoss.Logits) and var known && known != entry.Name)
            return $"differs from '{known}', by which a model is known, in the case of its first letter alone";
        if (Twice(entry) is { } twice)
            return $"gives two things the name '{twice}', the case of its first letter apart";
        foreach (var other in others)
        {
            if (Gradients(entry).Contains(other.Name) || Gradients(other).Contains(entry.Name))
                return Gradients(other).Contains(entry.Name) ? $"has the name of the gradient of '{other.Name}'" : $"has a gradient of the name of '{other.Name}'";
            var kinds = Kinds(other).ToList();
            foreach (var (name, kind) in Kinds(entry))
            {
                if (kinds.Find(known => Upper(known.Name) == Upper(name) && known.Kind != kind) is { Kind: { } different })
                    return $"has {(kind == Numbers ? "a " : "")}{kind} '{name}', which is {different} of '{other.Name}'";
            }
        }

        return null;
    }

    // An input that is named like an arena is renamed in the generated code.
    private static string? Twice(EntryPoint entry) => entry.Inputs.Select(input => input.Name)
        .Where(name => !Arenas.Contains(name, StringComparer.OrdinalIgnoreCase))
        .Concat(Symbols(entry))
        .Concat(Results(entry))
        .Concat(Arenas)
        .GroupBy(Upper)
        .FirstOrDefault(group => group.Count() > 1)?.First();

    private static IEnumerable<(string Name, string Kind)> Kinds(EntryPoint entry) => entry.Inputs
        .Select(input => (input.Name, input.IsTokens ? "Tokens" : Numbers))
        .Concat(Results(entry).Select(name => (name, Numbers)))
        .Concat(Symbols(entry).Select(name => (name, "the size")));

    private static IEnumerable<string> Symbols(EntryPoint entry) =>
        entry.Inputs.SelectMany(input => input.Axes).Select(axis => axis.Symbol).OfType<string>().Distinct();

    private static IEnumerable<string> Results(EntryPoint entry) => entry.Elements.Count > 0 ? entry.Elements : [entry.Name];

    private static IEnumerable<string> Gradients(EntryPoint entry) => entry.Elements.Count == 0 ? ModelStages.Gradients(entry.Name) : [];

    private static string Upper(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}

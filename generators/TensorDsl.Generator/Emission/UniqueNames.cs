namespace TensorDsl.Generator.Emission;

/// <summary>Identifiers of one scope of generated code; what is wanted a second time gets a number.</summary>
/// <param name="taken">Names that the scope has from the start.</param>
internal sealed class UniqueNames(params string[] taken)
{
    private readonly HashSet<string> _names = [.. taken];

    /// <summary>The wanted name, or the nearest that is free.</summary>
    public string Of(string wanted)
    {
        string name = wanted;
        for (int number = 2; !_names.Add(name); number++)
            name = FormattableString.Invariant($"{wanted}{number}");
        return name;
    }
}

namespace TensorDsl;

/// <summary>
/// Where along a longer axis the elements of a shorter one lie: element i at <paramref name="Start"/> + i ·
/// <paramref name="Step"/>.
/// </summary>
/// <param name="Start">The place of element 0.</param>
/// <param name="Step">From one element to the next; negative if they lie in reversed order.</param>
/// <param name="IsClipped">Whether elements may fall outside, where they are left out; the step is 1 then.</param>
internal sealed record Placement(Offset Start, int Step, bool IsClipped = false)
{
    /// <summary>At the beginning, in order.</summary>
    public static Placement Leading { get; } = new(0, 1);

    /// <summary>Whether both, of so many elements each, are known to have no place in common.</summary>
    public static bool AreDisjoint(Placement a, Dim ofA, Placement b, Dim ofB)
    {
        if (a.IsClipped || b.IsClipped || !a.Start.IsConstant || !b.Start.IsConstant || !ofA.IsConstant || !ofB.IsConstant)
            return false;
        if (Math.Abs(a.Step) == Math.Abs(b.Step) && (a.Start.Value - b.Start.Value) % a.Step != 0)
            return true;
        return a.Last(ofA) < b.First(ofB) || b.Last(ofB) < a.First(ofA);
    }

    private int First(Dim count) => Math.Min(Start.Value, Start.Value + ((count.Value - 1) * Step));

    private int Last(Dim count) => Math.Max(Start.Value, Start.Value + ((count.Value - 1) * Step));
}

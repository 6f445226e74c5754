namespace TensorDsl;

/// <summary>One place of a definition that drops elements.</summary>
/// <param name="Name">Its name, with <c>*</c> where a loop's index goes.</param>
/// <param name="Rate">The share that is dropped.</param>
internal readonly record struct DropoutPlace(string Name, double Rate)
{
    /// <summary>An element is kept where its random number, a multiple of 2⁻²⁴, is less; single precision has it exactly.</summary>
    public double Threshold => Math.Round((1 - Rate) * (1 << 24)) / (1 << 24);

    /// <summary>What a kept element is multiplied by.</summary>
    public double Scale => 1 / (1 - Rate);

    /// <summary>The place as a number: the FNV-1a hash of its name (Fowler, Noll, Vo).</summary>
    public uint Number
    {
        get
        {
            uint hash = 2166136261;
            foreach (char c in Name)
                hash = unchecked((hash ^ c) * 16777619);
            return hash;
        }
    }
}

namespace TensorDsl.Checkpoints;

/// <summary>A tensor that is written to a checkpoint, or filled from one.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Sizes by axis, outermost first.</param>
/// <param name="Values">Gives the values, row-major.</param>
public sealed record StoredTensor(string Name, IReadOnlyList<int> Shape, StoredTensor.Span Values)
{
    /// <summary>Gives a tensor's values.</summary>
    public delegate Span<float> Span();

    /// <summary>Every tensor of a set, its name after <paramref name="prefix"/>.</summary>
    public static IEnumerable<StoredTensor> Of(ParameterSet set, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.Layout.Select(info => new StoredTensor(prefix + info.Name, info.Shape, () => set[info.Name]));
    }
}

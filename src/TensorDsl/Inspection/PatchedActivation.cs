namespace TensorDsl.Inspection;

/// <summary>
/// What a <c>Patch</c> of a generated model does to its value x: x · kept + added, element by element, so that elements
/// are replaced, added to, or as at first left alone. Row-major: an axis for each loop around the patch, outermost first,
/// then those of the value.
/// </summary>
/// <example><c>look.Patches.Residual[layer, sequence, position].Add(steering);</c></example>
public sealed class PatchedActivation
{
    private readonly nint[] _lengths;
    private readonly float[] _kept;
    private readonly float[] _added;

    /// <summary>Changes nothing in values of these lengths.</summary>
    /// <exception cref="OverflowException">There are more than 2³¹ − 1 elements.</exception>
    public PatchedActivation(params ReadOnlySpan<nint> lengths)
    {
        _lengths = [.. lengths];
        int count = Places.Count(lengths);
        (_kept, _added) = (new float[count], new float[count]);
        Clear();
    }

    /// <summary>The length of each axis.</summary>
    public ReadOnlySpan<nint> Lengths => _lengths;

    /// <summary>1 for each element that is kept, 0 for those that are replaced.</summary>
    public Span<float> Kept => _kept;

    /// <summary>What is added to each element that is kept, and what stands in the others' place.</summary>
    public Span<float> Added => _added;

    /// <summary>The elements at the first indices: of an iteration, or of a place in it. All axes that are left.</summary>
    /// <param name="at">An index for each of the first axes.</param>
    /// <exception cref="ArgumentException">There are more indices than axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public ActivationPatch this[params ReadOnlySpan<int> at]
    {
        get
        {
            var (start, count) = Places.Of(_lengths, at);
            return new ActivationPatch(_kept.AsSpan(start, count), _added.AsSpan(start, count));
        }
    }

    /// <summary>Leaves every element alone again.</summary>
    public void Clear() => this[[]].Clear();
}

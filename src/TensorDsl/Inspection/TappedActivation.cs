using System.Numerics.Tensors;

namespace TensorDsl.Inspection;

/// <summary>
/// What a <c>Tap</c> of a generated model saw in the last call that passed it, row-major: an axis for each loop around
/// the tap, outermost first, then those of the tapped value. Zeros before the first such call.
/// </summary>
/// <example><c>look.Taps.AttentionWeights[layer, sequence, head]</c> is (T, T').</example>
public sealed class TappedActivation
{
    private readonly nint[] _lengths;
    private readonly float[] _values;

    /// <summary>Room for values of these lengths.</summary>
    /// <exception cref="OverflowException">There are more than 2³¹ − 1 elements.</exception>
    public TappedActivation(params ReadOnlySpan<nint> lengths)
    {
        _lengths = [.. lengths];
        _values = new float[Places.Count(lengths)];
    }

    /// <summary>The length of each axis.</summary>
    public ReadOnlySpan<nint> Lengths => _lengths;

    /// <summary>All values.</summary>
    public ReadOnlyTensorSpan<float> Values => this[[]];

    /// <summary>All values, flat.</summary>
    public Span<float> Span => _values;

    /// <summary>The values at the first indices: of an iteration, or of a place in it. All axes that are left.</summary>
    /// <param name="at">An index for each of the first axes.</param>
    /// <exception cref="ArgumentException">There are more indices than axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public ReadOnlyTensorSpan<float> this[params ReadOnlySpan<int> at]
    {
        get
        {
            var (start, count) = Places.Of(_lengths, at);
            ReadOnlySpan<nint> rest = at.Length < _lengths.Length ? _lengths.AsSpan(at.Length) : [1];
            return new ReadOnlyTensorSpan<float>(_values.AsSpan(start, count), rest);
        }
    }
}

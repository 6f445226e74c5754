using System.Numerics.Tensors;

namespace TensorDsl.Inspection;

/// <summary>A part of a patched value: what is done to its elements, row-major.</summary>
public readonly ref struct ActivationPatch
{
    private readonly Span<float> _kept;
    private readonly Span<float> _added;

    internal ActivationPatch(Span<float> kept, Span<float> added)
    {
        _kept = kept;
        _added = added;
    }

    /// <summary>The number of elements.</summary>
    public int Length => _kept.Length;

    /// <summary>Puts values in the elements' place.</summary>
    /// <exception cref="ArgumentException">There are not as many as elements.</exception>
    public void Replace(ReadOnlySpan<float> values)
    {
        Check(values);
        _kept.Clear();
        values.CopyTo(_added);
    }

    /// <summary>Puts one number in the place of all elements; 0 ablates them.</summary>
    public void Replace(float value)
    {
        _kept.Clear();
        _added.Fill(value);
    }

    /// <summary>Adds values to the elements, or to what was put in their place.</summary>
    /// <exception cref="ArgumentException">There are not as many as elements.</exception>
    public void Add(ReadOnlySpan<float> values)
    {
        Check(values);
        TensorPrimitives.Add(_added, values, _added);
    }

    /// <summary>Adds one number to all elements.</summary>
    public void Add(float value) => TensorPrimitives.Add(_added, value, _added);

    /// <summary>Leaves the elements alone again.</summary>
    public void Clear()
    {
        _kept.Fill(1);
        _added.Clear();
    }

    private void Check(ReadOnlySpan<float> values)
    {
        if (values.Length != Length)
            throw new ArgumentException($"There are {values.Length} values for {Length} elements.", nameof(values));
    }
}

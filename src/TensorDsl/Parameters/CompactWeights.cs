using TensorDsl.Cpu;

namespace TensorDsl;

/// <summary>
/// A copy of a model's weights for inference, most of them in fewer bits, in one 64-byte aligned arena outside the garbage
/// collector's heap. Later changes of the model's parameters do not reach it.
/// </summary>
public sealed unsafe class CompactWeights : IDisposable
{
    private readonly IReadOnlyList<WeightPlace> _places;
    private float* _data;

    /// <summary>Copies and rounds the weights.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="storage">How the weights that have channels are stored.</param>
    /// <param name="places">Which parameters are copied, and where to.</param>
    /// <param name="length">Floats in the arena.</param>
    /// <exception cref="ArgumentOutOfRangeException">The storage is not one with fewer bits.</exception>
    /// <exception cref="ArgumentException">A weight is not a number, or too large to be stored.</exception>
    public CompactWeights(ParameterSet parameters, WeightStorage storage, IReadOnlyList<WeightPlace> places, long length)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(places);
        if (storage is not (WeightStorage.BFloat16 or WeightStorage.Int8))
            throw new ArgumentOutOfRangeException(nameof(storage), storage, "Compact weights are BFloat16 or Int8.");
        Storage = storage;
        _places = places;
        Bytes = length * sizeof(float);
        _data = (float*)PageMemory.Allocate((nuint)Bytes);
        foreach (var place in places)
            Copy(parameters[place.Name], place, length);
    }

    /// <summary>How the weights that have channels are stored.</summary>
    public WeightStorage Storage { get; }

    /// <summary>The arena's size, scales and what stays in single precision included.</summary>
    public long Bytes { get; }

    /// <summary>The arena's address, 64-byte aligned.</summary>
    /// <exception cref="ObjectDisposedException">The weights were disposed.</exception>
    public float* Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data == null, this);
            return _data;
        }
    }

    /// <summary>
    /// Writes the weights as they were rounded to parameters, so that the model in single precision shows what rounding does
    /// to its loss. Parameters that generation does not need are left alone.
    /// </summary>
    /// <exception cref="KeyNotFoundException">A parameter is missing.</exception>
    public void CopyTo(ParameterSet target)
    {
        ArgumentNullException.ThrowIfNull(target);
        float* data = Data;
        foreach (var place in _places)
        {
            var values = target[place.Name];
            if (place.Channels == 0)
                new ReadOnlySpan<float>(data + place.Offset, values.Length).CopyTo(values);
            else
                WeightEncoding.Restore(Panels(place, values.Length), place.IsByRow, values);
        }
    }

    /// <summary>Releases the arena.</summary>
    public void Dispose()
    {
        PageMemory.Free(_data);
        _data = null;
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the arena of weights nobody disposed.</summary>
    ~CompactWeights() => Dispose();

    private void Copy(ReadOnlySpan<float> values, WeightPlace place, long length)
    {
        long floats = place.Channels == 0 ? values.Length : Panels(place, values.Length).Floats;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(place.Offset + floats, length);
        if (place.Channels == 0)
        {
            values.CopyTo(new Span<float>(_data + place.Offset, values.Length));
            return;
        }

        if (WeightEncoding.Run(values, place.IsByRow, Panels(place, values.Length)))
            return;
        Dispose();
        throw new ArgumentException($"The parameter '{place.Name}' holds a value that is not finite, or too large for {Storage}.");
    }

    private WeightPanels Panels(WeightPlace place, int count) => new(_data + place.Offset, Storage, count / place.Channels, place.Channels);
}

using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TensorDsl.Cpu;

namespace TensorDsl;

/// <summary>Named tensors in one flat, 64-byte aligned arena of floats outside the garbage collector's heap.</summary>
public sealed unsafe class ParameterSet : IDisposable
{
    private readonly Dictionary<string, ParameterInfo> _byName;
    private float* _data;

    /// <summary>Allocates an arena of zeros.</summary>
    /// <param name="layout">The parameters, in arena order.</param>
    /// <param name="length">Floats in the arena, padding included.</param>
    public ParameterSet(IReadOnlyList<ParameterInfo> layout, long length)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        Length = length;
        _byName = layout.ToDictionary(info => info.Name);
        _data = (float*)PageMemory.Allocate((nuint)(length * sizeof(float)));
        NativeMemory.Clear(_data, (nuint)(length * sizeof(float)));
    }

    /// <summary>The parameters, in arena order.</summary>
    public IReadOnlyList<ParameterInfo> Layout { get; }

    /// <summary>Floats in the arena; what lies between two parameters is padding and stays zero.</summary>
    public long Length { get; }

    /// <summary>The number of parameters' values, padding left out.</summary>
    public long Count => Layout.Sum(info => info.Count);

    /// <summary>The arena's address, 64-byte aligned.</summary>
    /// <exception cref="ObjectDisposedException">The set was disposed.</exception>
    public float* Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data == null, this);
            return _data;
        }
    }

    /// <summary>The whole arena, at most 2³¹ − 1 floats.</summary>
    public Span<float> Values => new(Data, checked((int)Length));

    /// <summary>One parameter's values, row-major.</summary>
    /// <exception cref="KeyNotFoundException">There is no such parameter.</exception>
    public Span<float> this[string name] => At(Info(name));

    /// <summary>One parameter as a tensor view with its shape.</summary>
    /// <exception cref="KeyNotFoundException">There is no such parameter.</exception>
    public TensorSpan<float> Tensor(string name)
    {
        var info = Info(name);
        return new TensorSpan<float>(At(info), [.. info.Shape.Select(size => (nint)size)]);
    }

    /// <summary>Draws every parameter afresh; a parameter's values depend on the seed and its name alone.</summary>
    public void Initialize(ulong seed)
    {
        foreach (var info in Layout)
            info.Initializer.Fill(At(info), seed, info.Name);
    }

    /// <summary>Copies every value to a set of the same layout.</summary>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public void CopyTo(ParameterSet target)
    {
        RequireLayoutOf(target);
        Values.CopyTo(target.Values);
    }

    /// <summary>Exchanges the arenas of two sets of the same layout, without a copy; spans taken before keep their arena.</summary>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public void Exchange(ParameterSet other)
    {
        RequireLayoutOf(other);
        float* data = Data;
        _data = other.Data;
        other._data = data;
    }

    /// <summary>Releases the arena.</summary>
    public void Dispose()
    {
        PageMemory.Free(_data);
        _data = null;
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the arena of a set nobody disposed.</summary>
    ~ParameterSet() => Dispose();

    private void RequireLayoutOf(ParameterSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Length != other.Length || !Layout.Select(Place).SequenceEqual(other.Layout.Select(Place)))
            throw new ArgumentException("The sets are laid out differently.", nameof(other));

        static (string, long, long) Place(ParameterInfo info) => (info.Name, info.Offset, info.Count);
    }

    private ParameterInfo Info(string name) => _byName.TryGetValue(name, out var info)
        ? info
        : throw new KeyNotFoundException($"There is no parameter '{name}'.");

    private Span<float> At(ParameterInfo info) => new(Data + info.Offset, checked((int)info.Count));
}

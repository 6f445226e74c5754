using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TensorDsl.Cpu;

namespace TensorDsl;

/// <summary>Named tensors in one flat, 64-byte aligned arena of floats outside the garbage collector's heap.</summary>
public sealed unsafe class ParameterSet : IDisposable
{
    private readonly Dictionary<string, ParameterInfo> _byName;
    private float* _data;
    private DeviceCopy? _copy;

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

    /// <summary>
    /// The arena's address, 64-byte aligned. Where a device works on the set, asking for the address brings the arena up to
    /// date, and the device's next program begins with what is in it then; so keep neither address nor span across a step.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The set was disposed.</exception>
    public float* Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data == null, this);
            _copy?.BeforeHost();
            return _data;
        }
    }

    /// <summary>The set's copy on a device that works on it too, if there is one.</summary>
    internal DeviceCopy? Copy => _copy;

    /// <summary>The arena as it is, whether a device is ahead of it or not.</summary>
    internal Span<float> Host => new(_data, checked((int)Length));

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

    /// <summary>
    /// Exchanges the arenas of two sets of the same layout, without a copy; spans taken before keep their arena. A device that has
    /// copies of both exchanges their numbers.
    /// </summary>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public void Exchange(ParameterSet other)
    {
        RequireLayoutOf(other);
        var copy = CopyBeside(other);
        copy?.Exchange(other._copy!);
        float* data = copy is null ? Data : _data;
        _data = copy is null ? other.Data : other._data;
        other._data = data;
    }

    /// <summary>Makes every value zero, on the device that works on the set, if there is one.</summary>
    internal void Clear()
    {
        if (_copy is null)
            Values.Clear();
        else
            _copy.Clear();
    }

    /// <summary>A set of zeros that is laid out the same, with a copy on the device that works on this one, if there is one.</summary>
    internal ParameterSet NewAlike()
    {
        var set = new ParameterSet(Layout, Length);
        if (_copy is not null)
            set.Share(_copy.Device);
        return set;
    }

    /// <summary>The set's copy, if the other one has a copy on the same device.</summary>
    internal DeviceCopy? CopyBeside(ParameterSet other) => _copy?.Device == other._copy?.Device ? _copy : null;

    /// <summary>Gives the set a copy on a device, if it is one with memory of its own and has none there yet.</summary>
    /// <exception cref="InvalidOperationException">Another device works on the set.</exception>
    internal void Share(Device device)
    {
        if (device is not AcceleratorDevice accelerator || _copy?.Device == device)
            return;
        if (_copy is not null)
            throw new InvalidOperationException($"The set is on {_copy.Device.Name} already.");
        _copy = accelerator.NewCopy(this);
    }

    /// <summary>Releases the arena.</summary>
    public void Dispose()
    {
        _copy?.Dispose();
        _copy = null;
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the arena of a set nobody disposed.</summary>
    ~ParameterSet() => Free();

    private void Free()
    {
        PageMemory.Free(_data);
        _data = null;
    }

    /// <summary>Refuses a set of which not every parameter has its namesake's place in this one.</summary>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    internal void RequireLayoutOf(ParameterSet other, [CallerArgumentExpression(nameof(other))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(other, name);
        if (Length != other.Length || !Layout.Select(Place).SequenceEqual(other.Layout.Select(Place)))
            throw new ArgumentException("The sets are laid out differently.", name);

        static (string, long, long) Place(ParameterInfo info) => (info.Name, info.Offset, info.Count);
    }

    private ParameterInfo Info(string name) => _byName.TryGetValue(name, out var info)
        ? info
        : throw new KeyNotFoundException($"There is no parameter '{name}'.");

    private Span<float> At(ParameterInfo info) => new(Data + info.Offset, checked((int)info.Count));
}

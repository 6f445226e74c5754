namespace TensorDsl.Ilgpu;

/// <summary>What a model's programs on a device have in common: its parameters there, an arena, and what callers hand in and get.</summary>
public abstract class GpuPrograms : IDisposable
{
    private readonly GpuCopy _parameters;
    private readonly GpuCopy? _gradients;
    private readonly Dictionary<string, IDisposable> _buffers = [];
    private readonly GpuRecordings _recordings;

    /// <summary>Gives a model's parameters and gradients copies on the device.</summary>
    protected GpuPrograms(GpuDevice gpu, ParameterSet parameters, ParameterSet gradients)
    {
        ArgumentNullException.ThrowIfNull(gpu);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradients);
        parameters.Share(gpu);
        gradients.Share(gpu);
        (Device, _parameters, _gradients) = (gpu, (GpuCopy)parameters.Copy!, (GpuCopy)gradients.Copy!);
        _recordings = new GpuRecordings(gpu);
    }

    /// <summary>The device.</summary>
    public GpuDevice Device { get; }

    /// <summary>The parameters' arena, which programs read.</summary>
    protected Address<float> Parameters => _parameters.Read();

    /// <summary>The parameters' arena in bfloat16, which products read where the device rounds weights, and nothing elsewhere.</summary>
    protected RoundedArena Rounded => _parameters.ReadRounded();

    /// <summary>The gradients' arena, which programs write.</summary>
    protected Address<float> Gradients => _gradients!.Write();

    /// <summary>Memory that lasts for one program.</summary>
    protected Address<float> Arena(long floats) => Reserve<float>("arena", floats);

    /// <summary>Memory for a program's activations in bfloat16, where the device rounds them.</summary>
    /// <param name="arena">Those in float32.</param>
    /// <param name="isPossible">Whether the program's sizes allow it.</param>
    protected RoundedArena RoundedArena(Address<float> arena, bool isPossible) =>
        isPossible && Device.RoundsActivations ? new(Reserve<ushort>("roundedArena", arena.Memory.Length).Memory) : default;

    /// <summary>Rounds activations to bfloat16, where the device does.</summary>
    protected void Round(RoundedArena arena, Address<float> activations, int count)
    {
        if (arena.IsThere)
            Device.Each(new RoundToBFloat16(activations, arena.At(activations).View, count), count);
    }

    /// <summary>Memory by a name, at least so much; what lies in it is lost when it grows.</summary>
    protected Address<T> Reserve<T>(string name, long length)
        where T : unmanaged
    {
        if (_buffers.TryGetValue(name, out var known) && ((GpuBuffer<T>)known).Length >= length)
            return ((GpuBuffer<T>)known).Start;
        if (known is not null)
        {
            _recordings.Forget();
            known.Dispose();
            _buffers.Remove(name);
        }

        var buffer = Device.Allocate<T>(Math.Max(1, length));
        _buffers.Add(name, buffer);
        return buffer.Start;
    }

    /// <summary>Runs a program's launches, or replays them where they were recorded.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="sizes">The program's sizes.</param>
    /// <param name="launches">The launches, which depend on the sizes, on addresses and on what is in memory, and on nothing else.</param>
    protected void Run(string program, ReadOnlySpan<int> sizes, Action launches) => _recordings.Run(program, sizes, launches);

    /// <summary>What a caller hands in, on the device.</summary>
    protected Address<T> Input<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var start = Reserve<T>(name, values.Length);
        Device.Upload(values, start);
        return start;
    }

    /// <summary>What dropout is seeded with, on the device.</summary>
    protected Address<int> Seed(ulong seed) => Input<int>("DropoutSeed", [(int)seed, (int)(seed >> 32)]);

    /// <summary>Where a step of a generation stands, on the device, by the places of <see cref="Ilgpu.Positions"/>.</summary>
    protected Address<int> Positions(int past, int seen, int before) => Input<int>("Positions", [past, seen, before]);

    /// <summary>Numbers known at compile time; they go up once.</summary>
    protected unsafe Address<float> Table(string name, Cpu.ConstantTable table, int length)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (_buffers.TryGetValue(name, out var known))
            return ((GpuBuffer<float>)known).Start;
        var start = Input(name, new ReadOnlySpan<float>(table.Data, length));
        GC.KeepAlive(table);
        return start;
    }

    /// <summary>A single number.</summary>
    protected float Number(Address<float> source)
    {
        float value = 0;
        Device.Download(source, new Span<float>(ref value));
        return value;
    }

    /// <summary>Releases the programs' memory.</summary>
    public void Dispose()
    {
        _recordings.Dispose();
        foreach (var buffer in _buffers.Values)
            buffer.Dispose();
        _buffers.Clear();
        GC.SuppressFinalize(this);
    }
}

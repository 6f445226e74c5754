using System.Runtime.CompilerServices;
using TensorDsl.Cpu;

namespace TensorDsl.Training;

/// <summary>target ← target + share · (source − leak · target), over whole arenas.</summary>
internal unsafe struct ArenaSum
{
    // Workers begin at multiples of a cache line's floats.
    private const int Line = 16;

    private float* _target;
    private float* _source;
    private long _length;
    private float _share;
    private float _leak;

    /// <summary>On the device that has copies of both, if there is one, which is not waited for; else on the threads.</summary>
    public static void Run(Team team, ParameterSet target, ParameterSet source, float share, float leak)
    {
        if (target.CopyBeside(source) is { } copy)
        {
            copy.Add(source.Copy!, share, leak);
        }
        else
        {
            var sum = new ArenaSum { _target = target.Data, _source = source.Data, _length = target.Length, _share = share, _leak = leak };
            team.Run(&Run, (nint)(&sum));
        }

        GC.KeepAlive(target);
        GC.KeepAlive(source);
    }

    private static void Run(nint state, Worker w)
    {
        var sum = *(ArenaSum*)state;
        var (from, to) = w.Share(checked((int)((sum._length + Line - 1) / Line)));
        long begin = (long)from * Line;
        long end = Math.Min((long)to * Line, sum._length);
        if (SimdWidth.Is512)
            sum.Add<F512>(begin, end);
        else if (SimdWidth.Is256)
            sum.Add<F256>(begin, end);
        else
            sum.Add<F128>(begin, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Add<V>(long begin, long end)
        where V : unmanaged, ISimd<V>
    {
        long i = begin;
        for (; i + V.Width <= end; i += V.Width)
            One<V>(_target + i, _source + i);
        for (; i < end; i++)
            One<F1>(_target + i, _source + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void One<V>(float* target, float* source)
        where V : unmanaged, ISimd<V>
    {
        V before = V.Load(target);
        V difference = V.Load(source) - (before * V.Broadcast(_leak));
        V.Store(target, V.Fma(difference, V.Broadcast(_share), before));
    }
}

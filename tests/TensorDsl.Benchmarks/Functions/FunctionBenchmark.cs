using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Benchmarks;

/// <summary>What a function takes, in nanoseconds for a thousand elements, the least of many; null where there is no such function.</summary>
/// <param name="Name">The function.</param>
/// <param name="IsOwn">Whether ours is own code, and not the runtime's function.</param>
/// <param name="Ulp">The accuracy that <see cref="Cpu.ISimd{TSelf}"/> states, in units in the last place.</param>
/// <param name="Ours">Ours.</param>
/// <param name="Runtime">The runtime's, of a vector as wide.</param>
/// <param name="Tensors">That of System.Numerics.Tensors, of an array.</param>
internal sealed record FunctionTime(string Name, bool IsOwn, double Ulp, double Ours, double? Runtime, double? Tensors);

/// <summary>Functions on one thread, over an array that the first-level cache holds.</summary>
internal static unsafe class FunctionBenchmark
{
    private const int Count = 2048;

    // Passes over the array in a turn: some 50 µs, so that many turns are not interrupted.
    private const int Passes = 50;

    private delegate void Primitive(ReadOnlySpan<float> source, Span<float> target);

    private static bool IsFused => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>Measures all.</summary>
    /// <param name="seconds">Time for each function.</param>
    public static IReadOnlyList<FunctionTime> Run(double seconds) =>
    [
        Measure("exp", true, 1.5, (-10, 10), seconds, Maps.Ours<Exp>(), Maps.Runtime<Exp>(), TensorPrimitives.Exp),
        Measure("log", false, 2.5, (0.01f, 10), seconds, Maps.Ours<Log>(), Maps.Runtime<Log>(), TensorPrimitives.Log),
        Measure("tanh", true, 5, (-5, 5), seconds, Maps.Ours<Tanh>(), null, TensorPrimitives.Tanh),
        Measure("erf", true, IsFused ? 6 : 6.5, (-3, 3), seconds, Maps.Ours<Erf>(), null, null),
        Measure("sin", false, 2, (-10, 10), seconds, Maps.Ours<Sin>(), Maps.Runtime<Sin>(), TensorPrimitives.Sin),
        Measure("cos", false, 2, (-10, 10), seconds, Maps.Ours<Cos>(), Maps.Runtime<Cos>(), TensorPrimitives.Cos),
    ];

    private static FunctionTime Measure(
        string name, bool isOwn, double ulp, (float Low, float High) range, double seconds, Map ours, Map? runtime, Primitive? primitive)
    {
        Map? tensors = primitive is null ? null : (source, target, count) => primitive(new(source, count), new(target, count));
        Map?[] maps = [ours, runtime, tensors];
        var times = Array.ConvertAll(maps, _ => new Samples());
        using var source = new Floats(Count);
        using var target = new Floats(Count);
        for (int i = 0; i < Count; i++)
            source.Data[i] = range.Low + ((range.High - range.Low) * (source.Data[i] + 1) / 2);

        // The first turns run code that the compiler has not yet optimised: the minimum passes over them.
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            for (int i = 0; i < maps.Length; i++)
            {
                if (maps[i] is { } map)
                    times[i].Add(Turn(map, source.Data, target.Data));
            }
        }

        return new FunctionTime(name, isOwn, ulp, times[0].Minimum, Least(times[1]), Least(times[2]));
    }

    private static double Turn(Map map, float* source, float* target)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Passes; i++)
            map(source, target, Count);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / (Passes * Count) * 1000;
    }

    private static double? Least(Samples samples) => samples.Any ? samples.Minimum : null;
}

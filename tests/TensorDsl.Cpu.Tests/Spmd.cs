using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TensorDsl.Cpu.Tests;

/// <summary>Runs a lambda as a team program.</summary>
internal static unsafe class Spmd
{
    public static void Run(int workers, Action<Worker> program)
    {
        using var team = new Team(workers);
        Run(team, program);
    }

    public static void Run(Team team, Action<Worker> program)
    {
        var handle = GCHandle.Alloc(program);
        try
        {
            team.Run(&Enter, GCHandle.ToIntPtr(handle));
        }
        finally
        {
            handle.Free();
        }
    }

    /// <summary>Reports the running test as skipped where the processor lacks the width.</summary>
    public static void Require<V>()
        where V : unmanaged, ISimd<V>
    {
        bool supported = V.Width switch
        {
            16 => Vector512.IsHardwareAccelerated,
            8 => Vector256.IsHardwareAccelerated,
            4 => Vector128.IsHardwareAccelerated,
            _ => true,
        };
        Assert.SkipUnless(supported, $"{typeof(V).Name}: this processor has no {V.Width * 32}-bit vectors.");
    }

    private static void Enter(nint state, Worker worker) =>
        ((Action<Worker>)GCHandle.FromIntPtr(state).Target!)(worker);
}

using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>What every worker of a team does, at a vector width; a struct with what it works on in its fields.</summary>
internal interface IProgram
{
    void Run<V>(Worker w)
        where V : unmanaged, ISimd<V>;
}

internal static unsafe class ProgramExtensions
{
    /// <summary>Runs a program on the team at the width in use.</summary>
    public static void Run<TProgram>(this Team team, TProgram program)
        where TProgram : unmanaged, IProgram
    {
        if (SimdWidth.Is512)
            team.Run(&Enter<TProgram, F512>, (nint)(&program));
        else if (SimdWidth.Is256)
            team.Run(&Enter<TProgram, F256>, (nint)(&program));
        else
            team.Run(&Enter<TProgram, F128>, (nint)(&program));
    }

    private static void Enter<TProgram, V>(nint program, Worker w)
        where TProgram : unmanaged, IProgram
        where V : unmanaged, ISimd<V> => ((TProgram*)program)->Run<V>(w);
}

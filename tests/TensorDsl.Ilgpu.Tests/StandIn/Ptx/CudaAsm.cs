using System.Runtime.CompilerServices;
using TensorDsl.Ilgpu.Tests.StandIn;

namespace ILGPU.Runtime.Cuda;

/// <summary>Stands in for ILGPU's type: PTX in the text of a kernel, which is interpreted. It has the forms that kernels use.</summary>
public static class CudaAsm
{
    public static void Emit(string asm) => Run(asm, []);

    public static void Emit<T0>(string asm, T0 arg0)
        where T0 : unmanaged => Run(asm, [Bits(arg0)]);

    public static void Emit<T0, T1>(string asm, T0 arg0, T1 arg1)
        where T0 : unmanaged
        where T1 : unmanaged => Run(asm, [Bits(arg0), Bits(arg1)]);

    public static void Emit<T0, T1, T2, T3>(string asm, T0 arg0, T1 arg1, T2 arg2, T3 arg3)
        where T0 : unmanaged
        where T1 : unmanaged
        where T2 : unmanaged
        where T3 : unmanaged => Run(asm, [Bits(arg0), Bits(arg1), Bits(arg2), Bits(arg3)]);

    public static void Emit<T0>(string asm, out T0 arg0)
        where T0 : unmanaged => arg0 = Result<T0>(asm, [0]);

    public static void Emit<T0, T1>(string asm, out T0 arg0, T1 arg1)
        where T0 : unmanaged
        where T1 : unmanaged => arg0 = Result<T0>(asm, [0, Bits(arg1)]);

    public static void Emit<T0, T1, T2>(string asm, out T0 arg0, T1 arg1, T2 arg2)
        where T0 : unmanaged
        where T1 : unmanaged
        where T2 : unmanaged => arg0 = Result<T0>(asm, [0, Bits(arg1), Bits(arg2)]);

    public static void Emit<T0, T1, T2, T3, T4, T5>(string asm, T0 arg0, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
        where T0 : unmanaged
        where T1 : unmanaged
        where T2 : unmanaged
        where T3 : unmanaged
        where T4 : unmanaged
        where T5 : unmanaged => Run(asm, [Bits(arg0), Bits(arg1), Bits(arg2), Bits(arg3), Bits(arg4), Bits(arg5)]);

    public static void Emit<T0, T1, T2, T3, T4, T5, T6, T7>(string asm, T0 arg0, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7)
        where T0 : unmanaged
        where T1 : unmanaged
        where T2 : unmanaged
        where T3 : unmanaged
        where T4 : unmanaged
        where T5 : unmanaged
        where T6 : unmanaged
        where T7 : unmanaged =>
        Run(asm, [Bits(arg0), Bits(arg1), Bits(arg2), Bits(arg3), Bits(arg4), Bits(arg5), Bits(arg6), Bits(arg7)]);

    private static void Run(string asm, ulong[] arguments) => StandInThread.Current.Lane.Run(asm, arguments);

    private static T Result<T>(string asm, ulong[] arguments)
        where T : unmanaged
    {
        Run(asm, arguments);
        return Unsafe.BitCast<uint, T>((uint)arguments[0]);
    }

    private static ulong Bits<T>(T value)
        where T : unmanaged => value is long address ? (ulong)address : Unsafe.BitCast<T, uint>(value);
}

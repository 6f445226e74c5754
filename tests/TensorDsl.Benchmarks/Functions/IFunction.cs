using System.Runtime.Intrinsics;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>A function of <see cref="ISimd{TSelf}"/>.</summary>
internal interface IFunction
{
    static abstract V Ours<V>(V x)
        where V : unmanaged, ISimd<V>;
}

/// <summary>A function that the runtime has for vectors as well.</summary>
internal interface IRuntimeFunction : IFunction
{
    static abstract Vector512<float> Runtime(Vector512<float> x);

    static abstract Vector256<float> Runtime(Vector256<float> x);

    static abstract Vector128<float> Runtime(Vector128<float> x);
}

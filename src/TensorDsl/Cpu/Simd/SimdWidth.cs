using System.Runtime.Intrinsics;

namespace TensorDsl.Cpu;

/// <summary>Which implementation of <see cref="ISimd{TSelf}"/> suits this processor.</summary>
/// <example><code>
/// if (SimdWidth.Is512) Step&lt;F512&gt;(worker); else if (SimdWidth.Is256) Step&lt;F256&gt;(worker); else Step&lt;F128&gt;(worker);
/// </code></example>
public static class SimdWidth
{
    /// <summary>Use <see cref="F512"/>.</summary>
    public static bool Is512 => Vector512.IsHardwareAccelerated;

    /// <summary>Use <see cref="F256"/>.</summary>
    public static bool Is256 => !Vector512.IsHardwareAccelerated && Vector256.IsHardwareAccelerated;

    /// <summary>Bits in the vector to use: 512, 256 or 128.</summary>
    public static int Bits => Is512 ? 512 : Is256 ? 256 : 128;
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>
/// Transcendental functions on any width, in single precision throughout, so that every width and the scalar tail of a
/// row run the same instructions. The coefficients are minimax fits in relative error.
/// Own code is here where the runtime's was measured slower (Exp and Tanh) or does not exist (Erf): docs/performance.md, Functions.
/// </summary>
internal static class SimdMath
{
    /// <summary>2ⁿ · e^r with |r| ≤ ln 2 / 2, ln 2 in two parts (Cody and Waite); gradual underflow, e^−∞ = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : unmanaged, ISimd<V>
    {
        x = V.Clamp(x, V.Broadcast(-104f), V.Broadcast(89f));
        V n = V.Round(x * V.Broadcast(1.442695041f));
        V r = V.Fma(n, V.Broadcast(-0.693145752f), x);
        r = V.Fma(n, V.Broadcast(-1.42860677e-6f), r);

        // (e^r − 1 − r) / r²
        V p = V.Broadcast(0.00138146848f);
        p = V.Fma(p, r, V.Broadcast(0.00836870253f));
        p = V.Fma(p, r, V.Broadcast(0.0416683854f));
        p = V.Fma(p, r, V.Broadcast(0.166665208f));
        p = V.Fma(p, r, V.Broadcast(0.499999935f));
        p = V.Fma(p, r * r, r) + V.Broadcast(1f);
        return V.Scale(p, n);
    }

    /// <summary>By <see cref="FusedTanh"/>, or without fused multiply-adds by <see cref="TanhByParts"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x)
        where V : unmanaged, ISimd<V> => IsFused ? FusedTanh(x) : TanhByParts(x);

    /// <summary>x · P(x²) / Q(x²), constant from where it is 1 within rounding; for where Fma rounds once, as on a GPU.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FusedTanh<V>(V x)
        where V : unmanaged, ISimd<V>
    {
        x = V.Clamp(x, V.Broadcast(-9.01f), V.Broadcast(9.01f));
        V u = x * x;
        V u2 = u * u;
        V p = V.Fma(u, V.Fma(u, V.Broadcast(1.33369288e-08f), V.Broadcast(2.05964015e-05f)), V.Broadcast(0.00349482249f));
        p = V.Fma(u2, p, V.Fma(V.Broadcast(0.133803828f), u, V.Broadcast(0.99999998f)));
        V q = V.Fma(u, V.Fma(u, V.Broadcast(7.76933558e-07f), V.Broadcast(0.000328437917f)), V.Broadcast(0.0258740749f));
        q = V.Fma(u2, q, V.Fma(V.Broadcast(0.467136984f), u, V.Broadcast(1f)));
        return V.Clamp(x * p / q, V.Broadcast(-1f), V.Broadcast(1f));
    }

    /// <summary>x · P(x²) / Q(x²), constant from where it is 1 within rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x)
        where V : unmanaged, ISimd<V>
    {
        x = V.Clamp(x, V.Broadcast(-3.93f), V.Broadcast(3.93f));
        V u = x * x;
        V p = V.Broadcast(2.04202095e-06f);
        p = V.Fma(p, u, V.Broadcast(0.000284775053f));
        p = V.Fma(p, u, V.Broadcast(0.00377856434f));
        p = V.Fma(p, u, V.Broadcast(0.0527870539f));
        p = V.Fma(p, u, V.Broadcast(0.190760931f));
        p = V.Fma(p, u, V.Broadcast(1.12837915f));
        V q = V.Broadcast(3.80028258e-05f);
        q = V.Fma(q, u, V.Broadcast(0.00116493999f));
        q = V.Fma(q, u, V.Broadcast(0.0149953619f));
        q = V.Fma(q, u, V.Broadcast(0.114247871f));
        q = V.Fma(q, u, V.Broadcast(0.5023902f));
        q = V.Fma(q, u, V.Broadcast(1f));
        return V.Clamp(x * p / q, V.Broadcast(-1f), V.Broadcast(1f));
    }

    // Whether Fma rounds once. Where it does not, twice as many roundings add up in a fraction's two polynomials.
    private static bool IsFused
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

    // x + x³ · D(x²) / Q(x²), D and Q as in P = Q + x² · D, up to 1, where the fraction is less than a third; then 1 − 2 / (e^2x + 1).
    private static V TanhByParts<V>(V x)
        where V : unmanaged, ISimd<V>
    {
        x = V.Clamp(x, V.Broadcast(-9.01f), V.Broadcast(9.01f));
        V u = x * x;
        V d = V.Broadcast(-7.635966e-07f);
        d = V.Fma(d, u, V.Broadcast(-0.00030784152f));
        d = V.Fma(d, u, V.Broadcast(-0.022379253f));
        d = V.Fma(d, u, V.Broadcast(-0.33333313f));
        V q = V.Broadcast(7.76933558e-07f);
        q = V.Fma(q, u, V.Broadcast(0.000328437917f));
        q = V.Fma(q, u, V.Broadcast(0.0258740749f));
        q = V.Fma(q, u, V.Broadcast(0.467136984f));
        q = V.Fma(q, u, V.Broadcast(1f));
        V near = V.Fma(x, d * u / q, x);
        V far = V.Broadcast(1f) - (V.Broadcast(2f) / (Exp(x + x) + V.Broadcast(1f)));
        return V.Where(V.Less(V.Abs(x), V.Broadcast(1f)), near, far);
    }
}

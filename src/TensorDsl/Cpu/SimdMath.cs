using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Transcendental functions on any width, in single precision throughout, so that every width and the scalar tail of a
/// row run the same instructions. The coefficients are minimax fits in relative error.
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

    /// <summary>x · P(x²) / Q(x²), constant from where it is 1 within rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x)
        where V : unmanaged, ISimd<V>
    {
        x = V.Clamp(x, V.Broadcast(-9.01f), V.Broadcast(9.01f));
        V u = x * x;
        V p = V.Broadcast(1.33369288e-08f);
        p = V.Fma(p, u, V.Broadcast(2.05964015e-05f));
        p = V.Fma(p, u, V.Broadcast(0.00349482249f));
        p = V.Fma(p, u, V.Broadcast(0.133803828f));
        p = V.Fma(p, u, V.Broadcast(0.99999998f));
        V q = V.Broadcast(7.76933558e-07f);
        q = V.Fma(q, u, V.Broadcast(0.000328437917f));
        q = V.Fma(q, u, V.Broadcast(0.0258740749f));
        q = V.Fma(q, u, V.Broadcast(0.467136984f));
        q = V.Fma(q, u, V.Broadcast(1f));
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
}

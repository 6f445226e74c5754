using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Transcendental functions on any width, in single precision throughout, so that every width and the scalar tail of a
/// row run the same instructions. The coefficients are minimax fits (Remez exchange) of the quotients named beside them.
/// </summary>
internal static class SimdMath
{
    /// <summary>2ⁿ · e^r with |r| ≤ ln 2 / 2, ln 2 in two parts (Cody and Waite); gradual underflow, e^−∞ = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : unmanaged, ISimd<V>
    {
        x = V.Max(V.Min(x, V.Broadcast(89f)), V.Broadcast(-104f));
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

    /// <summary>x + x³ · P(x²) near 0, 1 − 2 / (e^2|x| + 1) with the sign of x elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x)
        where V : unmanaged, ISimd<V>
    {
        V a = V.Abs(x);
        V u = x * x;

        // (tanh √u / √u − 1) / u
        V p = V.Broadcast(0.00214968415f);
        p = V.Fma(p, u, V.Broadcast(-0.00818528017f));
        p = V.Fma(p, u, V.Broadcast(0.0217041619f));
        p = V.Fma(p, u, V.Broadcast(-0.0539474587f));
        p = V.Fma(p, u, V.Broadcast(0.133332122f));
        p = V.Fma(p, u, V.Broadcast(-0.33333331f));
        V near = V.Fma(p * u, x, x);

        V far = V.Broadcast(1f) - (V.Broadcast(2f) / (Exp(a + a) + V.Broadcast(1f)));
        far = V.Where(V.Less(x, V.Broadcast(0f)), -far, far);
        return V.Where(V.Less(a, V.Broadcast(0.625f)), near, far);
    }

    /// <summary>x + x · P(x²) near 0, 1 − e^−Q(|x|) with the sign of x elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x)
        where V : unmanaged, ISimd<V>
    {
        V a = V.Min(V.Abs(x), V.Broadcast(4f));
        V u = x * x;

        // erf √u / √u − 1
        V p = V.Broadcast(7.88907228e-05f);
        p = V.Fma(p, u, V.Broadcast(-0.000802082631f));
        p = V.Fma(p, u, V.Broadcast(0.00518953354f));
        p = V.Fma(p, u, V.Broadcast(-0.0268544436f));
        p = V.Fma(p, u, V.Broadcast(0.112836002f));
        p = V.Fma(p, u, V.Broadcast(-0.376126271f));
        p = V.Fma(p, u, V.Broadcast(0.128379166f));
        V near = V.Fma(p, x, x);

        // −ln(1 − erf a)
        V q = V.Broadcast(2.08286159e-05f);
        q = V.Fma(q, a, V.Broadcast(-0.00043139352f));
        q = V.Fma(q, a, V.Broadcast(0.0041562546f));
        q = V.Fma(q, a, V.Broadcast(-0.0250806154f));
        q = V.Fma(q, a, V.Broadcast(0.108220382f));
        q = V.Fma(q, a, V.Broadcast(0.633400853f));
        q = V.Fma(q, a, V.Broadcast(1.1294884f));
        q = V.Fma(q, a, V.Broadcast(-0.000169204742f));
        V far = V.Broadcast(1f) - Exp(-q);
        far = V.Where(V.Less(x, V.Broadcast(0f)), -far, far);
        return V.Where(V.Less(a, V.Broadcast(1f)), near, far);
    }
}

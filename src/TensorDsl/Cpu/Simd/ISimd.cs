namespace TensorDsl.Cpu;

/// <summary>
/// A vector of single-precision lanes: <see cref="F512"/>, <see cref="F256"/>, <see cref="F128"/>, or one lane,
/// <see cref="F1"/>, for what is left at the end of a row. A kernel is written once, as a generic method over it.
/// </summary>
/// <remarks>
/// What the JIT makes of it (seen in its assembly, .NET 10 on x64): instantiated over a struct, every member below is
/// inlined and a local of type <typeparamref name="TSelf"/> lives in a register, two dozen of them at once, when
/// <list type="bullet">
/// <item>the struct holds one vector field and is passed by value, never by reference and never in an array;</item>
/// <item>helpers that take or return one are <c>[MethodImpl(AggressiveInlining)]</c>;</item>
/// <item>the method with the loop is <c>[MethodImpl(AggressiveOptimization)]</c> or is entered often enough to be
/// tiered up: the former skips the slow tiers, which a kernel called a few times per second would stay in;</item>
/// <item>and it is <c>NoInlining</c> where its caller's loop could become a candidate for on-stack replacement: inlined there, it
/// shares that method's budget, and members become calls.</item>
/// </list>
/// </remarks>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
public unsafe interface ISimd<TSelf>
    where TSelf : unmanaged, ISimd<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Width { get; }

    /// <summary>Reads <see cref="Width"/> consecutive values; no alignment is asked for.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Reads <see cref="Width"/> consecutive integers, converted.</summary>
    static abstract TSelf LoadInt(int* source);

    /// <summary>Reads <see cref="Width"/> consecutive upper halves of floats, whose lower halves are zero.</summary>
    static abstract TSelf LoadUpper(ushort* source);

    /// <summary>Reads <see cref="Width"/> consecutive bytes, converted.</summary>
    static abstract TSelf LoadSByte(sbyte* source);

    /// <summary>Writes <see cref="Width"/> consecutive values.</summary>
    static abstract void Store(float* target, TSelf value);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary><paramref name="start"/>, <paramref name="start"/> + 1, … (exact below 2²⁴).</summary>
    static abstract TSelf Iota(int start);

    /// <summary>The random numbers of <paramref name="key"/> at <paramref name="start"/>, <paramref name="start"/> + 1, …: see <see cref="PositionRandom"/>.</summary>
    static abstract TSelf Random(uint key, int start);

    /// <summary>a + b.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a − b.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>a · b.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>−a.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>a · b + c, rounded once where the processor has such an instruction.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary>The larger; NaN if either is.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller; NaN if either is.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary><paramref name="a"/> limited to what lies between the other two; NaN stays NaN. Cheaper than Max and Min.</summary>
    static abstract TSelf Clamp(TSelf a, TSelf low, TSelf high);

    /// <summary>|a|.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>The square root, correctly rounded.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>a · 2ⁿ for an integral <paramref name="n"/> in −252 … 254.</summary>
    static abstract TSelf Scale(TSelf a, TSelf n);

    /// <summary>eᵃ, within 1.5 ulp.</summary>
    static abstract TSelf Exp(TSelf a);

    /// <summary>The natural logarithm, within 2.5 ulp.</summary>
    static abstract TSelf Log(TSelf a);

    /// <summary>The sine of radians, within 2 ulp for |a| ≤ 10⁴.</summary>
    static abstract TSelf Sin(TSelf a);

    /// <summary>The cosine of radians, within 2 ulp for |a| ≤ 10⁴.</summary>
    static abstract TSelf Cos(TSelf a);

    /// <summary>The hyperbolic tangent, within 5 ulp.</summary>
    static abstract TSelf Tanh(TSelf a);

    /// <summary>The error function, within 6 ulp, without fused multiply-adds within 6.5.</summary>
    static abstract TSelf Erf(TSelf a);

    /// <summary>1 where a &lt; b, else 0.</summary>
    static abstract TSelf Less(TSelf a, TSelf b);

    /// <summary>1 where a ≤ b, else 0.</summary>
    static abstract TSelf LessEqual(TSelf a, TSelf b);

    /// <summary>1 where a = b, else 0.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary><paramref name="a"/> where <paramref name="condition"/> is not 0, else <paramref name="b"/>.</summary>
    static abstract TSelf Where(TSelf condition, TSelf a, TSelf b);

    /// <summary>The sum of the lanes.</summary>
    static abstract float HorizontalSum(TSelf a);

    /// <summary>The largest lane; NaN if any is.</summary>
    static abstract float HorizontalMax(TSelf a);
}

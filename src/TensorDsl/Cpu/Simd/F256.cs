using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>Eight lanes.</summary>
public readonly unsafe struct F256 : ISimd<F256>
{
    private readonly Vector256<float> _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal F256(Vector256<float> v) => _v = v;

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Load(float* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 LoadInt(int* source) => new(Vector256.ConvertToSingle(Vector256.Load(source)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 LoadUpper(ushort* source) =>
        new((Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe()) << 16).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 LoadSByte(sbyte* source) =>
        new(Vector256.ConvertToSingle(Avx2.IsSupported ? Avx2.ConvertToVector256Int32(source) : Widen(*(ulong*)source)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, F256 value) => value._v.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Broadcast(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Iota(int start) =>
        new(Vector256.ConvertToSingle(Vector256.Create(start) + Vector256<int>.Indices));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Random(uint key, int start)
    {
        var x = Vector256.Create(key) + ((Vector256.Create((uint)start + 1) + Vector256<uint>.Indices) * Vector256.Create(PositionRandom.Step));
        x = (x ^ (x >>> 16)) * Vector256.Create(PositionRandom.First);
        x = (x ^ (x >>> 13)) * Vector256.Create(PositionRandom.Second);
        return new(Vector256.ConvertToSingle(((x ^ (x >>> 16)) >>> 8).AsInt32()) * Vector256.Create(PositionRandom.Unit));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator +(F256 a, F256 b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator -(F256 a, F256 b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator *(F256 a, F256 b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator /(F256 a, F256 b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator -(F256 a) => new(-a._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Fma(F256 a, F256 b, F256 c) => new(Vector256.MultiplyAddEstimate(a._v, b._v, c._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Max(F256 a, F256 b) => new(Vector256.ConditionalSelect(Vector256.Equals(a._v, a._v), Vector256.MaxNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Min(F256 a, F256 b) => new(Vector256.ConditionalSelect(Vector256.Equals(a._v, a._v), Vector256.MinNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Clamp(F256 a, F256 low, F256 high) =>
        new(Vector256.MaxNative(low._v, Vector256.MinNative(high._v, a._v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Abs(F256 a) => new(Vector256.Abs(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Sqrt(F256 a) => new(Vector256.Sqrt(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Round(F256 a) => new(Vector256.Round(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Scale(F256 a, F256 n)
    {
        if (Avx512F.VL.IsSupported)
            return new(Avx512F.VL.Scale(a._v, n._v));
        var exponent = Vector256.ConvertToInt32Native(n._v);
        var half = exponent >> 1;
        return new(a._v * PowerOfTwo(half) * PowerOfTwo(exponent - half));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Exp(F256 a) => SimdMath.Exp(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Log(F256 a) => new(Vector256.Log(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Sin(F256 a) => new(Vector256.Sin(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Cos(F256 a) => new(Vector256.Cos(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Tanh(F256 a) => SimdMath.Tanh(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Erf(F256 a) => SimdMath.Erf(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Less(F256 a, F256 b) => new(Vector256.LessThan(a._v, b._v) & Vector256<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 LessEqual(F256 a, F256 b) => new(Vector256.LessThanOrEqual(a._v, b._v) & Vector256<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Equal(F256 a, F256 b) => new(Vector256.Equals(a._v, b._v) & Vector256<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Where(F256 condition, F256 a, F256 b) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(condition._v, Vector256<float>.Zero), b._v, a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalSum(F256 a) => Vector256.Sum(a._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMax(F256 a) => Vector256.EqualsAll(a._v, a._v) ? LargestNumber(a._v) : float.NaN;

    /// <summary>The largest lane of numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float LargestNumber(Vector256<float> a) => F128.LargestNumber(Vector128.MaxNative(a.GetLower(), a.GetUpper()));

    private static Vector256<float> PowerOfTwo(Vector256<int> n) => ((n + Vector256.Create(127)) << 23).AsSingle();

    private static Vector256<int> Widen(ulong bytes)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsSByte());
        return Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words));
    }
}

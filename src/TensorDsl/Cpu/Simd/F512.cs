using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>Sixteen lanes.</summary>
public readonly unsafe struct F512 : ISimd<F512>
{
    private readonly Vector512<float> _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private F512(Vector512<float> v) => _v = v;

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Load(float* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 LoadInt(int* source) => new(Vector512.ConvertToSingle(Vector512.Load(source)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 LoadUpper(ushort* source) =>
        new((Vector512.WidenLower(Vector256.Load(source).ToVector512Unsafe()) << 16).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 LoadSByte(sbyte* source) =>
        new(Vector512.ConvertToSingle(Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(Vector128.Load(source)) : Widen(Vector128.Load(source))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, F512 value) => value._v.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Broadcast(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Iota(int start) =>
        new(Vector512.ConvertToSingle(Vector512.Create(start) + Vector512<int>.Indices));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Random(uint key, int start)
    {
        var x = Vector512.Create(key) + ((Vector512.Create((uint)start + 1) + Vector512<uint>.Indices) * Vector512.Create(PositionRandom.Step));
        x = (x ^ (x >>> 16)) * Vector512.Create(PositionRandom.First);
        x = (x ^ (x >>> 13)) * Vector512.Create(PositionRandom.Second);
        return new(Vector512.ConvertToSingle(((x ^ (x >>> 16)) >>> 8).AsInt32()) * Vector512.Create(PositionRandom.Unit));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator +(F512 a, F512 b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator -(F512 a, F512 b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator *(F512 a, F512 b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator /(F512 a, F512 b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator -(F512 a) => new(-a._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Fma(F512 a, F512 b, F512 c) => new(Vector512.MultiplyAddEstimate(a._v, b._v, c._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Max(F512 a, F512 b) => new(Vector512.ConditionalSelect(Vector512.Equals(a._v, a._v), Vector512.MaxNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Min(F512 a, F512 b) => new(Vector512.ConditionalSelect(Vector512.Equals(a._v, a._v), Vector512.MinNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Clamp(F512 a, F512 low, F512 high) =>
        new(Vector512.MaxNative(low._v, Vector512.MinNative(high._v, a._v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Abs(F512 a) => new(Vector512.Abs(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Sqrt(F512 a) => new(Vector512.Sqrt(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Round(F512 a) => new(Vector512.Round(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Scale(F512 a, F512 n)
    {
        if (Avx512F.IsSupported)
            return new(Avx512F.Scale(a._v, n._v));
        var exponent = Vector512.ConvertToInt32Native(n._v);
        var half = exponent >> 1;
        return new(a._v * PowerOfTwo(half) * PowerOfTwo(exponent - half));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Exp(F512 a) => SimdMath.Exp(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Log(F512 a) => new(Vector512.Log(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Sin(F512 a) => new(Vector512.Sin(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Cos(F512 a) => new(Vector512.Cos(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Tanh(F512 a) => SimdMath.Tanh(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Erf(F512 a) => SimdMath.Erf(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Less(F512 a, F512 b) => new(Vector512.LessThan(a._v, b._v) & Vector512<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 LessEqual(F512 a, F512 b) => new(Vector512.LessThanOrEqual(a._v, b._v) & Vector512<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Equal(F512 a, F512 b) => new(Vector512.Equals(a._v, b._v) & Vector512<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Where(F512 condition, F512 a, F512 b) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(condition._v, Vector512<float>.Zero), b._v, a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalSum(F512 a) => Vector512.Sum(a._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMax(F512 a) => Vector512.EqualsAll(a._v, a._v)
        ? F256.LargestNumber(Vector256.MaxNative(a._v.GetLower(), a._v.GetUpper()))
        : float.NaN;

    private static Vector512<float> PowerOfTwo(Vector512<int> n) => ((n + Vector512.Create(127)) << 23).AsSingle();

    private static Vector512<int> Widen(Vector128<sbyte> bytes)
    {
        var words = Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
        return Vector512.Create(Vector256.WidenLower(words), Vector256.WidenUpper(words));
    }
}

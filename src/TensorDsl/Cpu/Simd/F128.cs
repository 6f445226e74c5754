using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TensorDsl.Cpu;

/// <summary>Four portable lanes.</summary>
public readonly unsafe struct F128 : ISimd<F128>
{
    private readonly Vector128<float> _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal F128(Vector128<float> v) => _v = v;

    /// <inheritdoc/>
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Load(float* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 LoadInt(int* source) => new(Vector128.ConvertToSingle(Vector128.Load(source)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 LoadUpper(ushort* source) =>
        new((Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsUInt16()) << 16).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 LoadSByte(sbyte* source) =>
        new(Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)source).AsSByte()))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, F128 value) => value._v.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Broadcast(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Iota(int start) =>
        new(Vector128.ConvertToSingle(Vector128.Create(start) + Vector128<int>.Indices));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Random(uint key, int start)
    {
        var x = Vector128.Create(key) + ((Vector128.Create((uint)start + 1) + Vector128<uint>.Indices) * Vector128.Create(PositionRandom.Step));
        x = (x ^ (x >>> 16)) * Vector128.Create(PositionRandom.First);
        x = (x ^ (x >>> 13)) * Vector128.Create(PositionRandom.Second);
        return new(Vector128.ConvertToSingle(((x ^ (x >>> 16)) >>> 8).AsInt32()) * Vector128.Create(PositionRandom.Unit));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator +(F128 a, F128 b) => new(a._v + b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator -(F128 a, F128 b) => new(a._v - b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator *(F128 a, F128 b) => new(a._v * b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator /(F128 a, F128 b) => new(a._v / b._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator -(F128 a) => new(-a._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Fma(F128 a, F128 b, F128 c) => new(Vector128.MultiplyAddEstimate(a._v, b._v, c._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Max(F128 a, F128 b) => new(Vector128.ConditionalSelect(Vector128.Equals(a._v, a._v), Vector128.MaxNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Min(F128 a, F128 b) => new(Vector128.ConditionalSelect(Vector128.Equals(a._v, a._v), Vector128.MinNative(a._v, b._v), a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Clamp(F128 a, F128 low, F128 high) =>
        new(Vector128.MaxNative(low._v, Vector128.MinNative(high._v, a._v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Abs(F128 a) => new(Vector128.Abs(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Sqrt(F128 a) => new(Vector128.Sqrt(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Round(F128 a) => new(Vector128.Round(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Scale(F128 a, F128 n)
    {
        var exponent = Vector128.ConvertToInt32Native(n._v);
        var half = exponent >> 1;
        return new(a._v * PowerOfTwo(half) * PowerOfTwo(exponent - half));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Exp(F128 a) => SimdMath.Exp(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Log(F128 a) => new(Vector128.Log(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Sin(F128 a) => new(Vector128.Sin(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Cos(F128 a) => new(Vector128.Cos(a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Tanh(F128 a) => SimdMath.Tanh(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Erf(F128 a) => SimdMath.Erf(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Less(F128 a, F128 b) => new(Vector128.LessThan(a._v, b._v) & Vector128<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 LessEqual(F128 a, F128 b) => new(Vector128.LessThanOrEqual(a._v, b._v) & Vector128<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Equal(F128 a, F128 b) => new(Vector128.Equals(a._v, b._v) & Vector128<float>.One);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Where(F128 condition, F128 a, F128 b) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(condition._v, Vector128<float>.Zero), b._v, a._v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalSum(F128 a) => Vector128.Sum(a._v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float HorizontalMax(F128 a) => Vector128.EqualsAll(a._v, a._v) ? LargestNumber(a._v) : float.NaN;

    /// <summary>The largest lane of numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float LargestNumber(Vector128<float> a)
    {
        a = Vector128.MaxNative(a, Vector128.Shuffle(a, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(a, Vector128.Shuffle(a, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    private static Vector128<float> PowerOfTwo(Vector128<int> n) => ((n + Vector128.Create(127)) << 23).AsSingle();
}

using ILGPU;
using TensorDsl.Cpu;

namespace TensorDsl.Ilgpu;

/// <summary>One number as a vector of one, so that a device computes what <see cref="SimdMath"/> says. It has no addresses.</summary>
internal readonly unsafe struct Lane(float value) : ISimd<Lane>
{
    public static int Width => 1;

    public float Value => value;

    public static Lane Broadcast(float value) => new(value);

    public static Lane operator +(Lane a, Lane b) => new(a.Value + b.Value);

    public static Lane operator -(Lane a, Lane b) => new(a.Value - b.Value);

    public static Lane operator *(Lane a, Lane b) => new(a.Value * b.Value);

    public static Lane operator /(Lane a, Lane b) => new(a.Value / b.Value);

    public static Lane operator -(Lane a) => new(-a.Value);

    /// <summary>A product and a sum, which the device's compiler makes one instruction.</summary>
    public static Lane Fma(Lane a, Lane b, Lane c) => new((a.Value * b.Value) + c.Value);

    public static Lane Clamp(Lane a, Lane low, Lane high) => new(a.Value < low.Value ? low.Value : a.Value > high.Value ? high.Value : a.Value);

    public static Lane Round(Lane a) => new(Elementary.Round(a.Value));

    public static Lane Scale(Lane a, Lane n)
    {
        int exponent = (int)n.Value;
        int half = exponent >> 1;
        return new(a.Value * PowerOfTwo(half) * PowerOfTwo(exponent - half));
    }

    public static Lane Max(Lane a, Lane b) => new(Scalar.Max(a.Value, b.Value));

    public static Lane Min(Lane a, Lane b) => new(Scalar.Min(a.Value, b.Value));

    public static Lane Abs(Lane a) => new(Scalar.Abs(a.Value));

    public static Lane Sqrt(Lane a) => new(Scalar.Sqrt(a.Value));

    public static Lane Exp(Lane a) => SimdMath.Exp(a);

    public static Lane Log(Lane a) => new(Scalar.Log(a.Value));

    public static Lane Sin(Lane a) => new(Scalar.Sin(a.Value));

    public static Lane Cos(Lane a) => new(Scalar.Cos(a.Value));

    public static Lane Tanh(Lane a) => SimdMath.FusedTanh(a);

    public static Lane Erf(Lane a) => SimdMath.Erf(a);

    public static Lane Less(Lane a, Lane b) => new(Scalar.Less(a.Value, b.Value));

    public static Lane LessEqual(Lane a, Lane b) => new(Scalar.LessEqual(a.Value, b.Value));

    public static Lane Equal(Lane a, Lane b) => new(Scalar.Equal(a.Value, b.Value));

    public static Lane Where(Lane condition, Lane a, Lane b) => new(Scalar.Where(condition.Value, a.Value, b.Value));

    public static Lane Iota(int start) => new(start);

    public static Lane Random(uint key, int start) => new(PositionRandom.Uniform(key, start));

    public static float HorizontalSum(Lane a) => a.Value;

    public static float HorizontalMax(Lane a) => a.Value;

    public static Lane Load(float* source) => new(*source);

    public static Lane LoadInt(int* source) => new(*source);

    public static Lane LoadUpper(ushort* source) => new(Interop.IntAsFloat((uint)*source << 16));

    public static Lane LoadSByte(sbyte* source) => new(*source);

    public static void Store(float* target, Lane value) => *target = value.Value;

    private static float PowerOfTwo(int n) => Interop.IntAsFloat((uint)((n + 127) << 23));
}

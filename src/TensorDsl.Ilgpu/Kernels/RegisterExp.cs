namespace TensorDsl.Ilgpu;

/// <summary>
/// eˣ for x up to 88 as PTX, for numbers that are in registers which PTX names: by the formula of
/// <see cref="Cpu.SimdMath"/>, but with zero for what is below 2⁻¹²⁶, so that one factor scales. What is no number stays none.
/// </summary>
public static class RegisterExp
{
    /// <summary>Declares the registers, which are numbers and bits by turns.</summary>
    public const string Declare = ".reg .b32 exp<4>;";

    /// <summary>Replaces x in <c>exp0</c>.</summary>
    public const string Text =
        "max.NaN.f32 exp0, exp0, 0fC2B00000; " // -88
        + "fma.rn.f32 exp1, exp0, 0f3FB8AA3B, 0f4B400000; " // n, rounded by adding 1.5 · 2²³
        + "sub.f32 exp2, exp1, 0f4B400000; "
        + "fma.rn.f32 exp0, exp2, 0fBF317200, exp0; " // r = x − n · ln 2, in two parts
        + "fma.rn.f32 exp0, exp2, 0fB5BFBE8E, exp0; "
        + "mov.f32 exp3, 0f3AB51264; " // (e^r − 1 − r) / r²
        + "fma.rn.f32 exp3, exp3, exp0, 0f3C091CE2; "
        + "fma.rn.f32 exp3, exp3, exp0, 0f3D2AAC78; "
        + "fma.rn.f32 exp3, exp3, exp0, 0f3E2AAA49; "
        + "fma.rn.f32 exp3, exp3, exp0, 0f3EFFFFFE; "
        + "mul.f32 exp2, exp0, exp0; "
        + "fma.rn.f32 exp3, exp3, exp2, exp0; "
        + "add.f32 exp3, exp3, 0f3F800000; "
        + "shl.b32 exp1, exp1, 23; " // 2ⁿ: the last bits of the sum are those of n
        + "add.s32 exp1, exp1, 0x3F800000; "
        + "mul.f32 exp0, exp3, exp1;";
}

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>The scalar functions as expressions over vectors of a type.</summary>
internal static class Operators
{
    public static string Of(Function function, string type, IReadOnlyList<string> x) => function switch
    {
        Function.Copy => x[0],
        Function.Negate => $"-{x[0]}",
        Function.Add => $"{x[0]} + {x[1]}",
        Function.Subtract => $"{x[0]} - {x[1]}",
        Function.Multiply => $"{x[0]} * {x[1]}",
        Function.Divide => $"{x[0]} / {x[1]}",
        Function.Maximum => $"{type}.Max({x[0]}, {x[1]})",
        Function.Minimum => $"{type}.Min({x[0]}, {x[1]})",
        Function.Abs or Function.Exp or Function.Log or Function.Sqrt or Function.Sin or Function.Cos or Function.Tanh
            or Function.Erf or Function.Less or Function.LessEqual or Function.Equal or Function.Where =>
            $"{type}.{function}({string.Join(", ", x)})",
        _ => throw new NotSupportedException($"The CPU has no {function}."),
    };
}

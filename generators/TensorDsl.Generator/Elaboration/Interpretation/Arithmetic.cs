using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>C#'s arithmetic on numbers, truth values and text, at compile time; overflow is an error.</summary>
internal static class Arithmetic
{
    /// <exception cref="ArithmeticException">Overflow, or a division by zero.</exception>
    public static object? Apply(UnaryOperator kind, Scalar type, object? operand) => (type, kind) switch
    {
        (Scalar.Boolean, UnaryOperator.Not) => !(bool)operand!,
        (_, UnaryOperator.Plus) => operand,
        (Scalar.Int32, UnaryOperator.Minus) => checked(-Whole(operand)),
        (Scalar.Int32, UnaryOperator.Complement) => ~Whole(operand),
        (Scalar.Int64, UnaryOperator.Minus) => checked(-Long(operand)),
        (Scalar.Int64, UnaryOperator.Complement) => ~Long(operand),
        (Scalar.Single, UnaryOperator.Minus) => -(float)Real(operand),
        (Scalar.Double, UnaryOperator.Minus) => -Real(operand),
        _ => throw new BrokenDefinitionException(),
    };

    /// <exception cref="ArithmeticException">Overflow, or a division by zero.</exception>
    public static object? Apply(BinaryOperator kind, Scalar type, object? left, object? right) => type switch
    {
        Scalar.Boolean => Logic(kind, (bool)left!, (bool)right!),
        Scalar.Int32 => Compare(kind, Whole(left), Whole(right)) ?? Label(kind, left, right, Whole(kind, Whole(left), Whole(right))),
        Scalar.Int64 => Compare(kind, Long(left), Long(right)) ?? Long(kind, Long(left), Long(right)),
        Scalar.Single => Compare(kind, (float)Real(left), (float)Real(right)) ?? (float)(double)Real(kind, Real(left), Real(right)),
        Scalar.Double => Compare(kind, Real(left), Real(right)) ?? Real(kind, Real(left), Real(right)),
        Scalar.String => Text(kind, left, right),
        _ => kind == BinaryOperator.Equal ? ReferenceEquals(left, right) : !ReferenceEquals(left, right),
    };

    /// <summary>A conversion between numbers.</summary>
    /// <exception cref="OverflowException">The number does not fit.</exception>
    public static object? To(Scalar type, object? value) => type switch
    {
        Scalar.Int32 => value is Written or int ? value : value is char ? Number(value) : checked((int)Math.Truncate(Real(value))),
        Scalar.Int64 => Written.Strip(value) is int or long ? Long(value) : checked((long)Math.Truncate(Real(value))),
        Scalar.Single => (float)Real(value),
        Scalar.Double => Real(value),
        _ => value,
    };

    public static string ToText(object? value) => Convert.ToString(Written.Strip(value), CultureInfo.InvariantCulture) ?? "";

    public static bool Matches(BinaryOperator kind, object? value, object? constant)
    {
        (value, constant) = (Written.Strip(value), Written.Strip(constant));
        if (kind == BinaryOperator.Equal)
            return Equals(value, constant);
        return value is not null && constant is not null && Compare(kind, Real(value), Real(constant)) is true;
    }

    private static int Whole(object? value) => Convert.ToInt32(Number(value), CultureInfo.InvariantCulture);

    private static long Long(object? value) => Convert.ToInt64(Number(value), CultureInfo.InvariantCulture);

    private static double Real(object? value) => Convert.ToDouble(Number(value), CultureInfo.InvariantCulture);

    private static object? Number(object? value) => value is char letter ? (int)letter : Written.Strip(value);

    private static object? Compare<T>(BinaryOperator kind, T left, T right) where T : IEquatable<T>, IComparable<T>
    {
        // NaN is unequal to everything and not ordered; Equals and CompareTo have it otherwise.
        bool ordered = !IsNaN(left) && !IsNaN(right);
        return kind switch
        {
            BinaryOperator.Equal => ordered && left.Equals(right),
            BinaryOperator.NotEqual => !ordered || !left.Equals(right),
            BinaryOperator.Less => ordered && left.CompareTo(right) < 0,
            BinaryOperator.LessOrEqual => ordered && left.CompareTo(right) <= 0,
            BinaryOperator.Greater => ordered && left.CompareTo(right) > 0,
            BinaryOperator.GreaterOrEqual => ordered && left.CompareTo(right) >= 0,
            _ => null,
        };
    }

    private static bool IsNaN<T>(T value) => value is double.NaN or float.NaN;

    private static object Logic(BinaryOperator kind, bool left, bool right) => kind switch
    {
        BinaryOperator.And => left & right,
        BinaryOperator.Or => left | right,
        BinaryOperator.ExclusiveOr or BinaryOperator.NotEqual => left ^ right,
        BinaryOperator.Equal => left == right,
        _ => throw new BrokenDefinitionException(),
    };

    private static object Whole(BinaryOperator kind, int left, int right) => kind switch
    {
        BinaryOperator.LeftShift => left << right,
        BinaryOperator.RightShift => left >> right,
        _ => checked((int)(long)Long(kind, left, right)),
    };

    private static object Long(BinaryOperator kind, long left, long right) => kind switch
    {
        BinaryOperator.Add => checked(left + right),
        BinaryOperator.Subtract => checked(left - right),
        BinaryOperator.Multiply => checked(left * right),
        BinaryOperator.Divide => left / right,
        BinaryOperator.Remainder => right == -1 ? 0 : left % right,
        BinaryOperator.LeftShift => left << (int)right,
        BinaryOperator.RightShift => left >> (int)right,
        BinaryOperator.And => left & right,
        BinaryOperator.Or => left | right,
        BinaryOperator.ExclusiveOr => left ^ right,
        _ => throw new BrokenDefinitionException(),
    };

    private static object Real(BinaryOperator kind, double left, double right) => kind switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => left / right,
        BinaryOperator.Remainder => left % right,
        _ => throw new BrokenDefinitionException(),
    };

    private static object Text(BinaryOperator kind, object? left, object? right) => kind switch
    {
        BinaryOperator.Add => ToText(left) + ToText(right),
        BinaryOperator.Equal => Equals(left, right),
        BinaryOperator.NotEqual => !Equals(left, right),
        _ => throw new BrokenDefinitionException(),
    };

    // A product or quotient of written numbers shows them.
    private static object Label(BinaryOperator kind, object? left, object? right, object result)
    {
        char? sign = kind switch
        {
            BinaryOperator.Multiply => '×',
            BinaryOperator.Divide => '/',
            BinaryOperator.Add => '+',
            BinaryOperator.Subtract => '-',
            _ => null,
        };
        return result is int number && sign is not null && (left is Written || right is Written)
            ? new Written(number, $"{Written.AsOperand(left)} {sign} {Written.AsOperand(right)}")
            : result;
    }
}

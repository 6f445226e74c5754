using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

internal sealed partial class BodyReader
{
    private Expression ReadUnary(IUnaryOperation unary)
    {
        if (unary.OperatorMethod is { } method)
            return ReadOperator(unary, method, Read(unary.Operand));
        UnaryOperator? kind = unary.OperatorKind switch
        {
            UnaryOperatorKind.Plus => UnaryOperator.Plus,
            UnaryOperatorKind.Minus => UnaryOperator.Minus,
            UnaryOperatorKind.Not => UnaryOperator.Not,
            UnaryOperatorKind.BitwiseNegation => UnaryOperator.Complement,
            _ => null,
        };
        return kind is { } known && !unary.IsLifted && Scalars.Of(unary.Operand.Type) is { } type
            ? new Unary(known, type, Read(unary.Operand), Place(unary))
            : Unsupported(unary, Constructs.Describe(unary));
    }

    private Expression ReadBinary(IBinaryOperation binary) => Combine(
        binary, binary.OperatorKind, binary.OperatorMethod, binary.IsLifted,
        (TypeOf(binary.LeftOperand), TypeOf(binary.RightOperand)), Read(binary.LeftOperand), Read(binary.RightOperand));

    // None for null.
    private static ITypeSymbol? TypeOf(IOperation operand) =>
        operand.ConstantValue is { HasValue: true, Value: null } ? null : operand.Type;

    private Expression Combine(
        IOperation whole,
        BinaryOperatorKind kind,
        IMethodSymbol? method,
        bool isLifted,
        (ITypeSymbol? Left, ITypeSymbol? Right) types,
        Expression left,
        Expression right)
    {
        var scalar = CommonType(kind, types.Left, types.Right);
        if (method is not null && scalar is not (Scalar.String or Scalar.Object))
            return ReadOperator(whole, method, left, right);
        return scalar is { } type && !isLifted && Operators.Of(kind) is { } known
            ? new Binary(known, type, left, right, Place(whole))
            : Unsupported(whole, $"'{kind}' on '{types.Left?.ToDisplayString()}' and '{types.Right?.ToDisplayString()}'");
    }

    // The compiler has brought both operands of arithmetic to one type, but for text joined with something else, shifts
    // and comparisons with null.
    private static Scalar? CommonType(BinaryOperatorKind kind, ITypeSymbol? left, ITypeSymbol? right)
    {
        var (a, b) = (Scalars.Of(left), Scalars.Of(right));
        bool isEquality = kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        return a == b && a is not null ? a
            : kind == BinaryOperatorKind.Add && (a == Scalar.String || b == Scalar.String) ? Scalar.String
            : kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift ? a
            : isEquality && (left is null || right is null) ? Scalar.Object
            : null;
    }

    private Expression ReadOperator(IOperation operation, IMethodSymbol method, params Expression[] operands)
    {
        var arguments = operands.Select((operand, i) => new Program.Argument(i, operand)).ToEquatableArray();
        if (LibraryMembers.TryRead(method) is { } member)
            return new LibraryCall(member, null, arguments, Place(operation));
        return Unsupported(operation, $"the operator '{method.ToDisplayString(Constructs.ShortFormat)}'");
    }

    private Expression ReadConversion(IConversionOperation conversion)
    {
        var kind = conversion.GetConversion();
        if (!kind.Exists)
            return Broken(conversion);
        if (conversion.OperatorMethod is { } method)
            return ReadOperator(conversion, method, Read(conversion.Operand));
        if (kind.IsNumeric || kind.IsEnumeration || kind.IsConstantExpression)
        {
            return Scalars.Of(conversion.Type) is { } type
                ? new NumberConversion(type, Read(conversion.Operand), Place(conversion))
                : Unsupported(conversion, $"numbers of type '{conversion.Type?.ToDisplayString()}'");
        }

        bool keepsValue = kind.IsIdentity || kind.IsReference || kind.IsBoxing || kind.IsNullLiteral || kind.IsDefaultLiteral
            || kind.IsAnonymousFunction || kind.IsMethodGroup || kind.IsCollectionExpression
            || kind.IsTupleLiteralConversion || kind.IsThrow || kind.IsInterpolatedString || kind.IsSwitchExpression || kind.IsConditionalExpression
            || (kind.IsNullable && conversion.IsImplicit && !IsNullable(conversion.Operand.Type));
        return keepsValue
            ? Read(conversion.Operand)
            : Unsupported(conversion, $"a conversion from '{conversion.Operand.Type?.ToDisplayString()}' to '{conversion.Type?.ToDisplayString()}'");
    }

    private static bool IsNullable(ITypeSymbol? type) => type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
}

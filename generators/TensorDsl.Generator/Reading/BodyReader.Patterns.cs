using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

internal sealed partial class BodyReader
{
    private SwitchExpression ReadSwitchExpression(ISwitchExpressionOperation choice) => new(
        Read(choice.Value),
        choice.Arms.Select(arm => new SwitchArm(ReadPattern(arm.Pattern), ReadGuard(arm.Guard), Read(arm.Value))).ToEquatableArray(),
        Place(choice));

    private Expression? ReadGuard(IOperation? guard) => guard is null ? null : Read(guard);

    private Pattern ReadPattern(IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return new AnyPattern();
            case IConstantPatternOperation constant:
                return new RelationalPattern(BinaryOperator.Equal, Read(constant.Value));
            case IRelationalPatternOperation relational when Operators.Of(relational.OperatorKind) is { } kind:
                return new RelationalPattern(kind, Read(relational.Value));
            case INegatedPatternOperation negated:
                return new NotPattern(ReadPattern(negated.Pattern));
            case IBinaryPatternOperation binary:
                return Nested<Pattern>(
                    binary,
                    () => new BinaryPattern(
                        binary.OperatorKind == BinaryOperatorKind.And, ReadPattern(binary.LeftPattern), ReadPattern(binary.RightPattern)),
                    new AnyPattern());
            case IDeclarationPatternOperation { MatchedType: null, DeclaredSymbol: { } variable }:
                return new VariablePattern(Declare(variable));
            default:
                Unsupported(pattern, Constructs.Describe(pattern));
                return new AnyPattern();
        }
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

internal sealed partial class BodyReader
{
    private Assignment ReadAssignment(ISimpleAssignmentOperation assignment) =>
        new(ReadTarget(assignment.Target), Read(assignment.Value), Place(assignment));

    // h += f(h) is read as h = h + f(h).
    private Expression ReadCompoundAssignment(ICompoundAssignmentOperation assignment)
    {
        if (!assignment.InConversion.IsIdentity || !assignment.OutConversion.IsIdentity)
            return Unsupported(assignment, "a compound assignment that converts");
        var sum = Combine(
            assignment, assignment.OperatorKind, assignment.OperatorMethod, assignment.IsLifted,
            (assignment.Target.Type, assignment.Value.Type), Read(assignment.Target), Read(assignment.Value));
        return new Assignment(ReadTarget(assignment.Target), sum, Place(assignment));
    }

    private Expression ReadIncrement(IIncrementOrDecrementOperation increment)
    {
        bool isUsed = increment.Parent is not (IExpressionStatementOperation or IForLoopOperation);
        if (increment.OperatorMethod is not null || Scalars.Of(increment.Type) != Scalar.Int32 || (increment.IsPostfix && isUsed))
            return Unsupported(increment, Constructs.Describe(increment));
        var kind = increment.Kind == OperationKind.Increment ? BinaryOperator.Add : BinaryOperator.Subtract;
        int place = Place(increment);
        var next = new Binary(kind, Scalar.Int32, Read(increment.Target), new Constant(1, null, place), place);
        return new Assignment(ReadTarget(increment.Target), next, place);
    }

    private Expression ReadDeconstruction(IDeconstructionAssignmentOperation deconstruction) =>
        deconstruction.Value.Type is { IsTupleType: true } or IArrayTypeSymbol { Rank: 1, ElementType.Name: nameof(Tensor) }
            ? new Assignment(ReadTarget(deconstruction.Target), Read(deconstruction.Value), Place(deconstruction))
            : Unsupported(deconstruction, $"deconstructing '{deconstruction.Value.Type?.ToDisplayString()}'", deconstruction.Value.Type);

    private Target ReadTarget(IOperation target, bool declares = false)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                return declares || local.IsDeclaration ? new NewVariableTarget(Declare(local.Local)) : new VariableTarget(Declare(local.Local), local.Local.Name);
            case IParameterReferenceOperation parameter when _slots.TryGetValue(parameter.Parameter, out int slot):
                return new VariableTarget(slot, parameter.Parameter.Name);
            case IDeclarationExpressionOperation declaration:
                return ReadTarget(declaration.Expression, declares: true);
            case IDiscardOperation:
                return new DiscardTarget();
            case ITupleOperation tuple:
                return new TupleTarget(tuple.Elements.Select(item => ReadTarget(item, declares)).ToEquatableArray());
            case IArrayElementReferenceOperation element:
                return new ElementTarget(Read(element.ArrayReference), ReadAll(element.Indices), Place(element));
            case IConversionOperation { Conversion.IsIdentity: true } conversion:
                return ReadTarget(conversion.Operand, declares);
            case IInvalidOperation:
                Broken(target);
                return new DiscardTarget();
            default:
                Unsupported(target, $"an assignment to {Constructs.DescribeTarget(target)}");
                return new DiscardTarget();
        }
    }
}

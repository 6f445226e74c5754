using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

internal sealed partial class BodyReader
{
    private static readonly Expression Placeholder = new Constant(null, null, LocationTable.ClassName);

    public Expression Read(IOperation? operation) => operation is null
        ? Broken()
        : Nested(operation, () => ReadConstant(operation) ?? ReadExpression(operation), Placeholder);

    // Whole numbers keep the form in which they were written, for the sake of messages; all else is folded.
    private Constant? ReadConstant(IOperation operation)
    {
        if (!operation.ConstantValue.HasValue || operation is IInvalidOperation)
            return null;
        bool isWhole = operation.Type?.SpecialType == SpecialType.System_Int32;
        if (isWhole && operation is IBinaryOperation or IUnaryOperation or IParenthesizedOperation)
            return null;
        string? label = !isWhole ? null : operation switch
        {
            IFieldReferenceOperation field => field.Field.Name,
            ILocalReferenceOperation local => local.Local.Name,
            _ => null,
        };
        return new Constant(operation.ConstantValue.Value, label, Place(operation));
    }

    private Expression ReadExpression(IOperation operation) => operation switch
    {
        IInvalidOperation => Broken(operation),
        IParenthesizedOperation inner => Read(inner.Operand),
        IParameterReferenceOperation parameter => ReadVariable(parameter, parameter.Parameter),
        ILocalReferenceOperation local => ReadVariable(local, local.Local),
        IFieldReferenceOperation field => ReadField(field),
        IPropertyReferenceOperation property => ReadProperty(property),
        IInvocationOperation invocation => ReadInvocation(invocation),
        IObjectCreationOperation creation => ReadCreation(creation),
        IMethodReferenceOperation method => ReadMethodReference(method),
        IDelegateCreationOperation function => Read(function.Target),
        IAnonymousFunctionOperation lambda => ReadLambda(lambda),
        IUnaryOperation unary => ReadUnary(unary),
        IBinaryOperation binary => ReadBinary(binary),
        IConversionOperation conversion => ReadConversion(conversion),
        IConditionalOperation { WhenFalse: not null } choice =>
            new Choice(Read(choice.Condition), Read(choice.WhenTrue), Read(choice.WhenFalse), Place(choice)),
        ICoalesceOperation coalesce => new Coalesce(Read(coalesce.Value), Read(coalesce.WhenNull), Place(coalesce)),
        IInterpolatedStringOperation text =>
            new InterpolatedString(text.Parts.Select(ReadPart).ToEquatableArray(), Place(text)),
        ITupleOperation tuple => new TupleOf(ReadAll(tuple.Elements), Place(tuple)),
        IArrayCreationOperation array => ReadArray(array),
        IArrayInitializerOperation { Parent: IArrayCreationOperation array } => ReadArray(array),
        ICollectionExpressionOperation collection => ReadCollection(collection),
        IArrayElementReferenceOperation element =>
            new ArrayElement(Read(element.ArrayReference), ReadAll(element.Indices), Place(element)),
        IDefaultValueOperation { Type: { } type } value => new DefaultValue(TypeNames.Of(type), Place(value)),
        ISimpleAssignmentOperation { IsRef: false } assignment => ReadAssignment(assignment),
        ICompoundAssignmentOperation assignment => ReadCompoundAssignment(assignment),
        IIncrementOrDecrementOperation increment => ReadIncrement(increment),
        IDeconstructionAssignmentOperation deconstruction => ReadDeconstruction(deconstruction),
        ISwitchExpressionOperation choice => ReadSwitchExpression(choice),
        IIsPatternOperation matches => new Matches(Read(matches.Value), ReadPattern(matches.Pattern), Place(matches)),
        IThrowOperation thrown => new Thrown(Place(thrown)),
        _ => Unsupported(operation, Constructs.Describe(operation)),
    };

    private EquatableArray<Expression> ReadAll(IEnumerable<IOperation> operations) => operations.Select(Read).ToEquatableArray();

    private Expression ReadVariable(IOperation reference, ISymbol symbol) => _slots.TryGetValue(symbol, out int slot)
        ? new Variable(slot, symbol.Name, Place(reference))
        : Broken(reference);

    private Expression ReadPart(IInterpolatedStringContentOperation part) => part switch
    {
        IInterpolatedStringTextOperation text => Read(text.Text),
        IInterpolationOperation { Alignment: null, FormatString: null } hole => Read(hole.Expression),
        _ => Unsupported(part, "formatting in an interpolated string"),
    };

    private Expression ReadLambda(IAnonymousFunctionOperation lambda) => lambda.Symbol.IsAsync
        ? Unsupported(lambda, "'async'")
        : new Lambda(lambda.Symbol.Parameters.Select(Declare).ToEquatableArray(), ReadStatement(lambda.Body), Place(lambda));
}

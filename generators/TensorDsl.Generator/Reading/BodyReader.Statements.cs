using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

internal sealed partial class BodyReader
{
    private static readonly Statement Empty = new Block(default);

    public Statement ReadStatement(IOperation? operation)
    {
        if (operation is not null)
            return Nested(operation, () => ReadKnown(operation), Empty);
        session.IsBroken = true;
        return Empty;
    }

    private Statement ReadKnown(IOperation operation) => operation switch
    {
        IBlockOperation block => new Block(ReadStatements(block.Operations)),
        IExpressionStatementOperation expression => new Evaluate(Read(expression.Operation)),
        IVariableDeclarationGroupOperation group => Single(ReadDeclarations(group)),
        ILocalFunctionOperation function => ReadFunction(function),
        IConditionalOperation choice => new If(
            Read(choice.Condition), ReadStatement(choice.WhenTrue), choice.WhenFalse is null ? null : ReadStatement(choice.WhenFalse)),
        IForLoopOperation loop => ReadFor(loop),
        IWhileLoopOperation loop => ReadWhile(loop),
        IForEachLoopOperation loop => ReadForEach(loop),
        ISwitchOperation choice => ReadSwitch(choice),
        IReturnOperation { Kind: OperationKind.Return } result =>
            new Return(result.ReturnedValue is null ? null : Read(result.ReturnedValue)),
        IBranchOperation { BranchKind: BranchKind.Break } => new Break(),
        IBranchOperation { BranchKind: BranchKind.Continue } => new Continue(),
        IEmptyOperation => Empty,
        ILabeledOperation label => label.Operation is null ? Empty : ReadStatement(label.Operation),
        IThrowOperation => new Evaluate(Read(operation)),
        IInvalidOperation => new Evaluate(Broken(operation)),
        _ => new Evaluate(Unsupported(operation, Constructs.Describe(operation))),
    };

    // A declaration of several locals becomes several statements of the same scope.
    private EquatableArray<Statement> ReadStatements(IEnumerable<IOperation> operations) => operations
        .SelectMany(operation => operation is IVariableDeclarationGroupOperation group ? ReadDeclarations(group) : [ReadStatement(operation)])
        .ToEquatableArray();

    private static Statement Single(IReadOnlyList<Statement> statements) =>
        statements.Count == 1 ? statements[0] : new Block(statements.ToEquatableArray());

    private List<Statement> ReadDeclarations(IVariableDeclarationGroupOperation group)
    {
        var result = new List<Statement>();
        foreach (var declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
        {
            if (declarator.Symbol.RefKind != RefKind.None)
                Unsupported(declarator, "a local by reference");
            var value = declarator.GetVariableInitializer()?.Value;
            result.Add(new Declare(Declare(declarator.Symbol), value is null ? null : Read(value)));
        }

        return result;
    }

    private DeclareFunction ReadFunction(ILocalFunctionOperation function)
    {
        var symbol = function.Symbol;
        if (symbol.IsAsync || symbol.IsGenericMethod || symbol.Parameters.Any(p => p.RefKind is RefKind.Ref or RefKind.Out))
            Unsupported(function, $"the local function '{symbol.Name}', which is generic, asynchronous or takes references");
        var parameters = symbol.Parameters.Select(Declare).ToEquatableArray();
        var body = Empty;
        session.Enter(symbol, () => body = ReadStatement(function.Body));
        return new DeclareFunction(Declare(symbol), symbol.Name, parameters, body);
    }

    private Loop ReadFor(IForLoopOperation loop) => new(
        ReadStatements(loop.Before), loop.Condition is null ? null : Read(loop.Condition), ReadStatements(loop.AtLoopBottom),
        ReadStatement(loop.Body), TestsFirst: true, Place(loop));

    private Loop ReadWhile(IWhileLoopOperation loop) => new(
        default, Read(loop.Condition), default, ReadStatement(loop.Body), loop.ConditionIsTop, Place(loop));

    private Statement ReadForEach(IForEachLoopOperation loop)
    {
        var collection = loop.Collection;
        while (collection is IConversionOperation { IsImplicit: true } conversion)
            collection = conversion.Operand;
        if (collection.Type is not IArrayTypeSymbol)
            return new Evaluate(Unsupported(collection, $"'foreach' over '{collection.Type?.ToDisplayString()}'", collection.Type));
        var item = loop.LoopControlVariable is IVariableDeclaratorOperation variable
            ? new NewVariableTarget(Declare(variable.Symbol))
            : ReadTarget(loop.LoopControlVariable, declares: true);
        return new ForEach(item, Read(collection), ReadStatement(loop.Body), Place(loop));
    }

    private Switch ReadSwitch(ISwitchOperation choice) => new(
        Read(choice.Value),
        choice.Cases.Select(section => new SwitchSection(
            section.Clauses.Select(ReadLabel).ToEquatableArray(), new Block(ReadStatements(section.Body)))).ToEquatableArray());

    private SwitchLabel ReadLabel(ICaseClauseOperation clause)
    {
        switch (clause)
        {
            case IDefaultCaseClauseOperation:
                return new SwitchLabel(null, null);
            case ISingleValueCaseClauseOperation single:
                return new SwitchLabel(new RelationalPattern(BinaryOperator.Equal, Read(single.Value)), null);
            case IPatternCaseClauseOperation pattern:
                return new SwitchLabel(ReadPattern(pattern.Pattern), ReadGuard(pattern.Guard));
            default:
                Unsupported(clause, Constructs.Describe(clause));
                return new SwitchLabel(null, null);
        }
    }
}

using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Elaboration.Interpretation;

internal sealed partial class Interpreter
{
    private object? Evaluate(Expression expression, Frame frame)
    {
        Step(expression.Location);
        switch (expression)
        {
            case Constant { Value: int number, Label: { } label }:
                return new Written(number, label);
            case Constant constant:
                return constant.Value;
            case DefaultValue value:
                return Default(value);
            case Variable variable:
                return frame.Get(variable.Slot);
            case Named named:
                return Evaluate(named.Value, frame) switch
                {
                    Written size => new Written(size.Value, named.Label),
                    int size => new Written(size, named.Label),
                    ArrayValue array => array.Of(named.Label),
                    var other => other,
                };
            case Unary unary:
                object? operand = Evaluate(unary.Operand, frame);
                return Guarded(unary.Location, () => Arithmetic.Apply(unary.Operator, unary.Type, operand));
            case Binary binary:
                return EvaluateBinary(binary, frame);
            case NumberConversion conversion:
                object? number2 = Evaluate(conversion.Operand, frame);
                return Guarded(conversion.Location, () => Arithmetic.To(conversion.Type, number2));
            case Choice choice:
                return Evaluate(IsTrue(choice.Condition, frame) ? choice.Then : choice.Otherwise, frame);
            case Coalesce coalesce:
                return Evaluate(coalesce.Value, frame) ?? Evaluate(coalesce.Otherwise, frame);
            case InterpolatedString text:
                return string.Concat(text.Parts.Select(part => Arithmetic.ToText(Evaluate(part, frame))));
            case SwitchExpression choice:
                return EvaluateSwitch(choice, frame);
            case Matches matches:
                return Fits(matches.Pattern, Evaluate(matches.Value, frame), frame);
            case TupleOf tuple:
                return new TupleValue([.. tuple.Items.Select(item => Evaluate(item, frame))]);
            case TupleItem item:
                return Evaluate(item.Tuple, frame) is TupleValue values ? values.Items[item.Item] : throw new BrokenDefinitionException();
            case Assignment assignment:
                return EvaluateAssignment(assignment, frame);
            case Thrown thrown:
                throw DefinitionException.At(thrown.Location, "TDSL007", "the definition throws");
            default:
                return EvaluateArray(expression, frame) ?? EvaluateCall(expression, frame);
        }
    }

    private object? EvaluateBinary(Binary binary, Frame frame)
    {
        if (binary.Operator == BinaryOperator.ConditionalAnd)
            return IsTrue(binary.Left, frame) && IsTrue(binary.Right, frame);
        if (binary.Operator == BinaryOperator.ConditionalOr)
            return IsTrue(binary.Left, frame) || IsTrue(binary.Right, frame);
        object? left = Evaluate(binary.Left, frame);
        object? right = Evaluate(binary.Right, frame);
        return Guarded(binary.Location, () => Arithmetic.Apply(binary.Operator, binary.Type, left, right));
    }

    private object? EvaluateSwitch(SwitchExpression choice, Frame frame)
    {
        object? value = Evaluate(choice.Value, frame);
        var inner = new Frame(frame);
        var arm = choice.Arms.FirstOrDefault(a => Fits(a.Pattern, value, inner) && (a.Guard is null || IsTrue(a.Guard, inner)))
            ?? throw DefinitionException.At(choice.Location, "TDSL007", $"no arm of the switch fits {Arithmetic.ToText(value)}");
        return Evaluate(arm.Value, inner);
    }

    private object? EvaluateAssignment(Assignment assignment, Frame frame)
    {
        object? value = Evaluate(assignment.Value, frame);
        Assign(assignment.Target, value, frame, assignment.Location);
        return value;
    }

    private void Assign(Target target, object? value, Frame frame, int location)
    {
        switch (target)
        {
            case VariableTarget variable:
                if (!frame.TrySet(variable.Slot, value))
                    throw AssignedInLoop($"'{variable.Name}'", location);
                break;
            case NewVariableTarget variable:
                frame.Declare(variable.Slot, value);
                break;
            case TupleTarget tuple:
                object?[] values = value switch
                {
                    TupleValue several when several.Items.Length == tuple.Items.Count => several.Items,
                    ArrayValue array => array.Items,
                    _ => throw new BrokenDefinitionException(),
                };
                if (values.Length != tuple.Items.Count)
                {
                    throw DefinitionException.At(location, "TDSL007",
                        FormattableString.Invariant($"{values.Length} tensors cannot be given {tuple.Items.Count} names"));
                }

                for (int i = 0; i < tuple.Items.Count; i++)
                    Assign(tuple.Items[i], values[i], frame, location);
                break;
            case ElementTarget element:
                SetElement(element, value, frame, location);
                break;
        }
    }

    private static DefinitionException AssignedInLoop(string what, int location) => DefinitionException.At(
        location, "TDSL008", $"let {what} be state of the loop, or write the iterations out with C#'s 'for'");

    private bool IsTrue(Expression condition, Frame frame) =>
        Evaluate(condition, frame) is bool value ? value : throw new BrokenDefinitionException();

    private static object? Default(DefaultValue value) => value.Type switch
    {
        "System.Boolean" => false,
        "System.Int32" => 0,
        "System.Int64" => 0L,
        "System.Single" => 0f,
        "System.Double" => 0d,
        _ when typeof(Tensor).Assembly.GetType(value.Type) is { IsValueType: true } type => Activator.CreateInstance(type),
        _ => null,
    };

    // Arithmetic's own errors are the definition's.
    private static T Guarded<T>(int location, Func<T> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (DivideByZeroException)
        {
            throw DefinitionException.At(location, "TDSL007", "it divides by zero");
        }
        catch (OverflowException)
        {
            throw DefinitionException.At(location, "TDSL007", "the number is too large");
        }
    }
}

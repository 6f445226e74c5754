using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Elaboration.Interpretation;

internal sealed partial class Interpreter
{
    /// <summary>How a statement ended.</summary>
    private enum Flow
    {
        Next,
        Break,
        Continue,
        Return,
    }

    private Flow Execute(Statement statement, Frame frame)
    {
        switch (statement)
        {
            case Block block:
                return ExecuteAll(block.Statements, new Frame(frame));
            case Evaluate evaluate:
                Evaluate(evaluate.Expression, frame);
                return Flow.Next;
            case Declare declare:
                frame.Declare(declare.Slot, declare.Value is null ? Frame.Unassigned.Value : Evaluate(declare.Value, frame));
                return Flow.Next;
            case DeclareFunction:
                return Flow.Next;
            case If choice when IsTrue(choice.Condition, frame):
                return Execute(choice.Then, new Frame(frame));
            case If choice:
                return choice.Otherwise is null ? Flow.Next : Execute(choice.Otherwise, new Frame(frame));
            case Loop loop:
                return ExecuteLoop(loop, new Frame(frame));
            case ForEach loop:
                return ExecuteForEach(loop, frame);
            case Switch choice:
                return ExecuteSwitch(choice, new Frame(frame));
            case Return result:
                _returned = result.Value is null ? null : Evaluate(result.Value, frame);
                return Flow.Return;
            case Break:
                return Flow.Break;
            case Continue:
                return Flow.Continue;
            default:
                throw new InvalidOperationException($"No meaning for {statement.GetType().Name}.");
        }
    }

    private Flow ExecuteAll(EquatableArray<Statement> statements, Frame frame)
    {
        // Local functions are known from the beginning of their block.
        foreach (var function in statements.OfType<DeclareFunction>())
        {
            frame.Declare(function.Slot, new FunctionValue(function.Name, arguments =>
                Invoke(function.Name, function.Parameters, function.Body, frame, arguments, _callPlace)));
        }

        foreach (var statement in statements)
        {
            var flow = Execute(statement, frame);
            if (flow != Flow.Next)
                return flow;
        }

        return Flow.Next;
    }

    private Flow ExecuteLoop(Loop loop, Frame frame)
    {
        ExecuteAll(loop.Before, frame);
        for (bool tested = loop.TestsFirst; ; tested = true)
        {
            Step(loop.Location);
            Limit(loop.Location);
            if (tested && loop.Condition is not null && !IsTrue(loop.Condition, frame))
                return Flow.Next;
            var flow = Execute(loop.Body, new Frame(frame));
            if (flow == Flow.Return)
                return flow;
            if (flow == Flow.Break)
                return Flow.Next;
            ExecuteAll(loop.After, frame);
        }
    }

    private Flow ExecuteForEach(ForEach loop, Frame frame)
    {
        if (Evaluate(loop.Collection, frame) is not ArrayValue array)
            throw DefinitionException.At(loop.Location, "TDSL007", "the collection is null");
        foreach (object? item in array.Items)
        {
            Step(loop.Location);
            var inner = new Frame(frame);
            Assign(loop.Item, item, inner, loop.Location);
            var flow = Execute(loop.Body, inner);
            if (flow == Flow.Return)
                return flow;
            if (flow == Flow.Break)
                break;
        }

        return Flow.Next;
    }

    private Flow ExecuteSwitch(Switch choice, Frame frame)
    {
        object? value = Evaluate(choice.Value, frame);
        var section = choice.Sections.FirstOrDefault(s => s.Labels.Any(label => label.Pattern is not null && Fits(label, value, frame)))
            ?? choice.Sections.FirstOrDefault(s => s.Labels.Any(label => label.Pattern is null));
        if (section is null)
            return Flow.Next;
        var flow = Execute(section.Body, frame);
        return flow == Flow.Break ? Flow.Next : flow;
    }

    private bool Fits(SwitchLabel label, object? value, Frame frame) =>
        Fits(label.Pattern!, value, frame) && (label.Guard is null || IsTrue(label.Guard, frame));

    private bool Fits(Pattern pattern, object? value, Frame frame)
    {
        switch (pattern)
        {
            case RelationalPattern relation:
                return Arithmetic.Matches(relation.Operator, value, Evaluate(relation.Value, frame));
            case NotPattern not:
                return !Fits(not.Operand, value, frame);
            case BinaryPattern { IsAnd: true } both:
                return Fits(both.Left, value, frame) && Fits(both.Right, value, frame);
            case BinaryPattern either:
                return Fits(either.Left, value, frame) || Fits(either.Right, value, frame);
            case VariablePattern variable:
                frame.Declare(variable.Slot, value);
                return true;
            default:
                return true;
        }
    }
}

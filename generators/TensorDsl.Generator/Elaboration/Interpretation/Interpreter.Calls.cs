using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Elaboration.Interpretation;

internal sealed partial class Interpreter
{
    // Where the function value that is being called was called from.
    private int _callPlace;

    private object? EvaluateCall(Expression expression, Frame frame)
    {
        switch (expression)
        {
            case ArrayElement element:
                var (array, index) = Element(element.Array, element.Indices, element.Location, frame);
                return array.Items[index];
            case LibraryCall call:
                object? instance = call.Instance is null ? null : Evaluate(call.Instance, frame);
                return CallLibrary(call.Member, instance, EvaluateAll(call.Arguments, frame), call.Location);
            case MethodCall call:
                return Run(call.Method, EvaluateAll(call.Arguments, frame), call.Location);
            case FunctionCall call:
                return CallFunction(call, frame);
            case LibraryFunction function:
                object? target = function.Instance is null ? null : Evaluate(function.Instance, frame);
                return new FunctionValue(
                    function.Member.Display, arguments => CallLibrary(function.Member, target, arguments, function.Location));
            case MethodFunction function:
                return new FunctionValue(
                    program.Methods[function.Method].Name, arguments => Run(function.Method, arguments, function.Location));
            case Lambda lambda:
                return new FunctionValue(
                    "a lambda", arguments => Invoke(null, lambda.Parameters, lambda.Body, frame, arguments, lambda.Location));
            default:
                throw new InvalidOperationException($"No meaning for {expression.GetType().Name}.");
        }
    }

    private object?[] EvaluateAll(EquatableArray<Argument> arguments, Frame frame)
    {
        object?[] values = new object?[arguments.Count];
        foreach (var argument in arguments)
        {
            object? value = Evaluate(argument.Value, frame);
            if (argument.Ordinal >= values.Length)
                throw new BrokenDefinitionException();
            values[argument.Ordinal] = value;
        }

        return values;
    }

    private object? CallFunction(FunctionCall call, Frame frame)
    {
        if (Evaluate(call.Function, frame) is not FunctionValue function)
            throw DefinitionException.At(call.Location, "TDSL007", "the function is null");
        object?[] arguments = EvaluateAll(call.Arguments, frame);
        _callPlace = call.Location;
        return function.Invoke(arguments);
    }

    private static object? CallLibrary(LibraryMember member, object? instance, object?[] arguments, int location)
    {
        var bound = Library.Find(member)
            ?? throw DefinitionException.At(location, "TDSL003", $"'{member.Display}', which this version of the generator does not have");
        if (!member.IsStatic && member.Kind != MemberKind.Constructor && instance is null)
            throw DefinitionException.At(location, "TDSL007", "the object is null");
        if (member is { Type: "TensorDsl.Dim", Name: "op_Implicit" or "FromInt32" } && arguments[0] is Written written)
            return Dim.Labelled(written.Value, written.Label);

        if (Definition.Current.Builder.Graph.Size > MaximumOperations)
        {
            throw DefinitionException.At(
                location, "TDSL007",
                FormattableString.Invariant($"it makes more than {MaximumOperations} operations; layers that are alike are written with Repeat"));
        }

        string outside = Definition.Current.Names.Path;
        string inside = outside;
        var builder = Definition.Current.Builder;
        int around = builder.Location;
        try
        {
            builder.Location = location;
            return bound.Invoke(instance, arguments);
        }
        catch (Exception exception) when (Mistakes.IsDefinitions(exception, arguments) && Remember(out inside))
        {
            var mistake = Mistakes.Explain(exception, location);
            mistake.Path.LeaveBlocks(member.ShortName, inside.Substring(outside.Length));
            throw mistake;
        }
        catch (DefinitionException mistake)
        {
            mistake.Path.LeaveCaller(member.ShortName, location);
            throw;
        }
        finally
        {
            builder.Location = around;
        }
    }

    // Runs as an exception filter, and so before the blocks that were open are closed.
    private static bool Remember(out string path)
    {
        path = Definition.Current.Names.Path;
        return true;
    }
}

using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Elaboration.Interpretation;

internal sealed partial class Interpreter
{
    private const int MaximumLength = 100_000;

    // Null if the expression is about something else; no array operation gives null but an element.
    private object? EvaluateArray(Expression expression, Frame frame)
    {
        switch (expression)
        {
            case ArrayOf array:
                return new ArrayValue(array.ElementType, [.. array.Items.Select(item => Evaluate(item, frame))]);
            case NewArray array:
                return Create(array, frame);
            case ArrayLength length:
                return Evaluate(length.Array, frame) is ArrayValue known
                    ? known.Items.Length
                    : throw DefinitionException.At(length.Location, "TDSL007", "the array is null");
            default:
                return null;
        }
    }

    private ArrayValue Create(NewArray array, Frame frame)
    {
        object? length = Written.Strip(Evaluate(array.Length, frame));
        if (length is not (int or long) || Convert.ToInt64(length, CultureInfo.InvariantCulture) is < 0 or > MaximumLength)
            throw DefinitionException.At(array.Location, "TDSL007", $"an array cannot have the length {Arithmetic.ToText(length)}");
        object? empty = Default(new DefaultValue(array.ElementType, array.Location));
        return new ArrayValue(
            array.ElementType, [.. Enumerable.Repeat(empty, Convert.ToInt32(length, CultureInfo.InvariantCulture))]);
    }

    private void SetElement(ElementTarget target, object? value, Frame frame, int location)
    {
        var (array, index) = Element(target.Array, target.Index, target.Location, frame);
        if (array.Field is { } field)
            throw DefinitionException.At(location, "TDSL003", $"an assignment to an element of the field '{field}'");
        if (array.Body != Definition.Current.Body)
            throw AssignedInLoop(target.Array is Variable variable ? $"the elements of '{variable.Name}'" : "the array's elements", location);
        array.Items[index] = value;
    }

    private (ArrayValue Array, int Index) Element(Expression array, Expression index, int location, Frame frame)
    {
        if (Evaluate(array, frame) is not ArrayValue values)
            throw DefinitionException.At(location, "TDSL007", "the array is null");
        if (Written.Strip(Evaluate(index, frame)) is not int place)
            throw new BrokenDefinitionException();
        return place >= 0 && place < values.Items.Length
            ? (values, place)
            : throw DefinitionException.At(
                location, "TDSL007", FormattableString.Invariant($"there is no element {place} in an array of {values.Items.Length}"));
    }
}

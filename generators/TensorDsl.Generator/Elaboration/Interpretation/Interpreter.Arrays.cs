using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

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
                return array.Lengths.Aggregate(1L, (count, length) => count * length) == array.Items.Count
                    ? new ArrayValue(array.ElementType, [.. array.Items.Select(item => Evaluate(item, frame))], [.. array.Lengths])
                    : throw new BrokenDefinitionException();
            case NewArray array:
                return Create(array, frame);
            case ArrayLength length:
                return Length(length, frame);
            default:
                return null;
        }
    }

    private ArrayValue Create(NewArray array, Frame frame)
    {
        long[] lengths = [.. array.Lengths.Select(length => Whole(length, frame))];
        double count = lengths.Aggregate(1.0, (product, length) => product * length);
        if (lengths.Any(length => length < 0) || count > MaximumLength)
        {
            throw DefinitionException.At(
                array.Location, "TDSL007", $"an array cannot have the {(lengths.Length == 1 ? "length" : "lengths")} {Several(lengths, " × ")}");
        }

        object? empty = Default(new DefaultValue(array.ElementType, array.Location));
        return new ArrayValue(array.ElementType, [.. Enumerable.Repeat(empty, (int)count)], [.. lengths.Select(length => (int)length)]);
    }

    private void SetElement(ElementTarget target, object? value, Frame frame, int location)
    {
        var (array, index) = Element(target.Array, target.Indices, target.Location, frame);
        if (array.Field is { } field)
            throw DefinitionException.At(location, "TDSL003", $"an assignment to an element of the field '{field}'");
        if (array.Body != Definition.Current.Body)
            throw AssignedInLoop(target.Array is Variable variable ? $"the elements of '{variable.Name}'" : "the array's elements", location);
        array.Items[index] = value;
    }

    private object Length(ArrayLength length, Frame frame)
    {
        var array = ArrayAt(length.Array, length.Location, frame);
        if (length.Dimension is null)
            return array.Items.Length;
        long dimension = Whole(length.Dimension, frame);
        return dimension >= 0 && dimension < array.Lengths.Length
            ? array.Lengths[dimension]
            : throw DefinitionException.At(
                length.Location, "TDSL007", FormattableString.Invariant($"there is no dimension {dimension} in an array of {array.Lengths.Length}"));
    }

    private (ArrayValue Array, int Index) Element(Expression array, EquatableArray<Expression> indices, int location, Frame frame)
    {
        var values = ArrayAt(array, location, frame);
        long[] places = [.. indices.Select(index => Whole(index, frame))];
        if (places.Length != values.Lengths.Length)
            throw new BrokenDefinitionException();
        long element = 0;
        for (int axis = 0; axis < places.Length; axis++)
        {
            if (places[axis] < 0 || places[axis] >= values.Lengths[axis])
            {
                throw DefinitionException.At(
                    location, "TDSL007",
                    $"there is no element {Several(places, ", ")} in an array of {Several(values.Lengths.Select(size => (long)size), " × ")}");
            }

            element = (element * values.Lengths[axis]) + places[axis];
        }

        return (values, (int)element);
    }

    private ArrayValue ArrayAt(Expression array, int location, Frame frame) =>
        Evaluate(array, frame) as ArrayValue ?? throw DefinitionException.At(location, "TDSL007", "the array is null");

    private long Whole(Expression expression, Frame frame) => Written.Strip(Evaluate(expression, frame)) is (int or long) and var value
        ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
        : throw new BrokenDefinitionException();

    private static string Several(IEnumerable<long> numbers, string between) =>
        string.Join(between, numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}

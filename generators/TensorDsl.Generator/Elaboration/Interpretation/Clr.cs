using System.Collections;
using System.Reflection;
using TensorDsl.Generator.Reading;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>Turns the interpreter's values into those of the compiled language, and back.</summary>
internal static class Clr
{
    /// <summary>The value as <paramref name="type"/> wants it.</summary>
    /// <exception cref="InvalidCastException">There is no such conversion.</exception>
    public static object? To(object? value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => null,
            Written written when type == typeof(Dim) => Dim.Labelled(written.Value, written.Label),
            Written written => To(written.Value, type),
            TupleValue tuple => ToTuple(tuple, type),
            ArrayValue array => ToArray(array, type),
            FunctionValue function => Delegates.Create(function, type),
            _ when type.IsInstanceOfType(value) => value,
            _ when type.IsEnum => Enum.ToObject(type, value),
            int number when type == typeof(Dim) => (Dim)number,
            IConvertible when type.IsPrimitive => Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
            _ => throw new InvalidCastException($"{value.GetType()} is no {type}."),
        };
    }

    /// <summary>The value as the interpreter holds it.</summary>
    public static object? From(object? value) => value switch
    {
        Array array => new ArrayValue(
            TypeNames.Of(array.GetType().GetElementType()!), [.. array.Cast<object?>().Select(From)],
            [.. Enumerable.Range(0, array.Rank).Select(array.GetLength)]),
        Enum => Convert.ToInt32(value, CultureInfo.InvariantCulture),
        IStructuralEquatable when IsTuple(value.GetType()) => new TupleValue([.. Fields(value.GetType()).Select(f => From(f.GetValue(value)))]),
        _ => value,
    };

    private static object ToTuple(TupleValue tuple, Type type)
    {
        if (!IsTuple(type))
            throw new InvalidCastException($"A tuple is no {type}.");
        var items = type.GetGenericArguments();
        return Activator.CreateInstance(type, [.. tuple.Items.Select((item, i) => To(item, items[i]))])!;
    }

    private static Array ToArray(ArrayValue array, Type type)
    {
        var itemType = type.IsArray ? type.GetElementType()! : type.GetGenericArguments().Single();
        var result = Array.CreateInstance(itemType, array.Lengths);
        int[] at = new int[array.Lengths.Length];
        foreach (object? item in array.Items)
        {
            result.SetValue(To(item, itemType), at);
            for (int axis = at.Length - 1; axis >= 0 && ++at[axis] == array.Lengths[axis]; axis--)
                at[axis] = 0;
        }

        return result;
    }

    private static bool IsTuple(Type type) =>
        type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);

    private static IEnumerable<FieldInfo> Fields(Type tuple) => tuple.GetFields().OrderBy(field => field.Name, StringComparer.Ordinal);
}

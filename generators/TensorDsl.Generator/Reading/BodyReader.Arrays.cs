using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

internal sealed partial class BodyReader
{
    private Expression ReadArray(IArrayCreationOperation array)
    {
        if (array.Type is not IArrayTypeSymbol type)
            return Broken(array);
        string elementType = TypeNames.Of(type.ElementType);
        if (array.Initializer is not { } items)
            return new NewArray(elementType, ReadAll(array.DimensionSizes), Place(array));
        var lengths = new List<int>();
        for (var inner = items; inner is not null; inner = inner.ElementValues.FirstOrDefault() as IArrayInitializerOperation)
            lengths.Add(inner.ElementValues.Length);
        return lengths.Count == type.Rank || items.ElementValues.IsEmpty
            ? new ArrayOf(
                elementType, lengths.Concat(Enumerable.Repeat(0, type.Rank - lengths.Count)).ToEquatableArray(), ReadAll(Flatten(items)),
                Place(array))
            : Broken(array);
    }

    private static IEnumerable<IOperation> Flatten(IArrayInitializerOperation items) =>
        items.ElementValues.SelectMany(item => item is IArrayInitializerOperation inner ? Flatten(inner) : [item]);

    private Expression ReadCollection(ICollectionExpressionOperation collection)
    {
        var elementType = collection.Type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
            INamedTypeSymbol { TypeArguments.Length: 1, TypeKind: TypeKind.Interface } list => list.TypeArguments[0],
            _ => null,
        };
        if (elementType is null)
            return Unsupported(collection, $"a collection expression for '{collection.Type?.ToDisplayString()}'");
        return collection.Elements.FirstOrDefault(element => element is ISpreadOperation) is { } spread
            ? Unsupported(spread, "a spread in a collection expression")
            : new ArrayOf(TypeNames.Of(elementType), EquatableArray.Of(collection.Elements.Length), ReadAll(collection.Elements), Place(collection));
    }
}

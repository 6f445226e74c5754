using Microsoft.CodeAnalysis;

namespace TensorDsl.Generator.Reading;

/// <summary>Names a type the same way whether it is seen as a symbol or through reflection.</summary>
internal static class TypeNames
{
    public static string Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => ArrayOf(Of(array.ElementType), array.Rank),
        INamedTypeSymbol { TypeArguments.Length: > 0 } generic =>
            $"{Simple(generic)}<{string.Join(",", generic.TypeArguments.Select(Of))}>",
        INamedTypeSymbol named => Simple(named),
        _ => type.Name,
    };

    public static string Of(Type type) =>
        type.IsArray ? ArrayOf(Of(type.GetElementType()!), type.GetArrayRank())
        : type.IsGenericType
            ? $"{Simple(type)}<{string.Join(",", type.GetGenericArguments().Select(Of))}>"
        : Simple(type);

    private static string ArrayOf(string element, int rank) => $"{element}[{new string(',', rank - 1)}]";

    private static string Simple(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{Simple(outer)}+{type.MetadataName}"
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.MetadataName}"
        : type.MetadataName;

    private static string Simple(Type type) =>
        type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName ?? type.Name;
}

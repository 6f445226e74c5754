using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Reading;

/// <summary>The types that arithmetic at compile time knows.</summary>
internal static class Scalars
{
    public static Scalar? Of(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } => Of(underlying),
        { SpecialType: SpecialType.System_Boolean } => Scalar.Boolean,
        { SpecialType: SpecialType.System_Int32 } => Scalar.Int32,
        { SpecialType: SpecialType.System_Int64 } => Scalar.Int64,
        { SpecialType: SpecialType.System_Single } => Scalar.Single,
        { SpecialType: SpecialType.System_Double } => Scalar.Double,
        { SpecialType: SpecialType.System_String } => Scalar.String,
        _ => null,
    };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>Reads what both forms of a definition have in common: the annotated class itself.</summary>
internal static class ClassReader
{
    /// <summary>Begins the reading of an annotated class.</summary>
    /// <returns>
    /// Null where another part of the class is the one to read; no <see cref="ModelClass"/> where the class's form
    /// forbids to complete it, which is then reported.
    /// </returns>
    public static (ReadingSession Session, ModelClass? Class)? Open(
        GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type || !IsFirst(type, context, cancellation))
            return null;
        var session = new ReadingSession(context.SemanticModel, cancellation);
        session.Locations.Add(NameOf(context));
        if (Obstacle(type, (TypeDeclarationSyntax)context.TargetNode) is { } obstacle)
        {
            session.Report(NameOf(context), "TDSL001", type.Name, obstacle);
            return (session, null);
        }

        if (!SyntaxFacts.IsValidIdentifier(type.Name))
            return (session, null);
        if (!((CSharpCompilationOptions)context.SemanticModel.Compilation.Options).AllowUnsafe)
            session.Report(NameOf(context), "TDSL009", type.Name);
        var space = type.ContainingNamespace;
        return (session, new ModelClass(
            space.IsGlobalNamespace ? null : space.ToDisplayString(),
            SyntaxFacts.GetKeywordKind(type.Name) == SyntaxKind.None ? type.Name : "@" + type.Name,
            SyntaxFacts.GetText(type.DeclaredAccessibility),
            type.IsRecord ? "record" : "class",
            type.IsSealed)
        {
            Nested = type.MemberNames.Where(name => name is "Look" or "Generation" or "Compacted").ToEquatableArray(),
            IsIncremental = context.Attributes[0].NamedArguments.Any(argument => argument is { Key: "Incremental", Value.Value: true }),
        });
    }

    /// <summary>Ends the reading: a program with mistakes is none.</summary>
    public static ReadResult Close(ReadingSession session, ModelOutline outline, EquatableArray<Method> methods, MemoryBudget? budget = null)
    {
        // Where the compiler has mistakes to report, ours would repeat them.
        var diagnostics = session.Diagnostics
            .Where(d => !session.IsBroken || d.Id is "TDSL001" or "TDSL006")
            .ToEquatableArray();
        return session.IsBroken || diagnostics.Count > 0 || outline.EntryPoints.Count == 0
            ? new ReadResult(null, session.Locations.Build(), diagnostics, outline)
            : new ReadResult(new DefinitionProgram(outline.Class, outline.EntryPoints, methods, budget), session.Locations.Build(), diagnostics);
    }

    /// <summary>Ends the reading of a class that cannot be completed.</summary>
    public static ReadResult Close(ReadingSession session) =>
        new(null, session.Locations.Build(), session.Diagnostics.ToEquatableArray());

    /// <summary>What is left when reading itself failed.</summary>
    public static ReadResult Failed(GeneratorAttributeSyntaxContext context, Exception exception)
    {
        var places = new LocationTable.Builder();
        int name = places.Add(NameOf(context));
        var failure = DiagnosticInfo.At(
            name, "TDSL099", context.TargetSymbol.Name, $"{exception.GetType().Name}: {exception.Message}");
        return new ReadResult(null, places.Build(), EquatableArray.Of(failure));
    }

    public static SyntaxToken NameOf(GeneratorAttributeSyntaxContext context) =>
        ((TypeDeclarationSyntax)context.TargetNode).Identifier;

    // A class may have several parts, and be annotated twice by mistake; one of them speaks for it.
    private static bool IsFirst(INamedTypeSymbol type, GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var first = type.GetAttributes().FirstOrDefault(attribute => IsModel(attribute.AttributeClass));
        return first?.ApplicationSyntaxReference?.GetSyntax(cancellation) is { } syntax
            && context.TargetNode.Contains(syntax)
            && context.Attributes.Any(attribute => attribute.ApplicationSyntaxReference?.Span == syntax.Span);
    }

    private static bool IsModel(INamedTypeSymbol? attribute) =>
        attribute is not null && TypeNames.Of(attribute) is ModelReader.AttributeName or TransformerReader.AttributeName;

    private static bool IsTwice(INamedTypeSymbol type) =>
        type.GetAttributes().Where(attribute => IsModel(attribute.AttributeClass)).Select(attribute => attribute.AttributeClass!.Name).Distinct().Count() > 1;

    private static string? Obstacle(INamedTypeSymbol type, TypeDeclarationSyntax syntax) =>
        !syntax.Modifiers.Any(SyntaxKind.PartialKeyword) ? "it is not partial"
        : type.ContainingType is { } outer ? $"it is nested in '{outer.Name}'"
        : type.IsGenericType ? "it is generic"
        : type.IsStatic ? "it is static"
        : type.IsAbstract ? "it is abstract"
        : type.IsFileLocal ? "it is local to its file"
        : IsTwice(type) ? "it is both [Model] and [Transformer], of which one defines it"
        : MemberClashes.IsTaken(type.Name) ? "it has the name of a member that every model has"
        : null;
}

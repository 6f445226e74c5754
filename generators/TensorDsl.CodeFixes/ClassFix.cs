using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace TensorDsl.CodeFixes;

/// <summary>TDSL001: makes a model's class partial, or takes from it what it cannot be.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClassFix)), Shared]
public sealed class ClassFix : MistakeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["TDSL001"];

    internal override Proposal? Propose(Mistake mistake)
    {
        // The model's class, not a class in it whose name is taken.
        if (mistake.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { AttributeLists.Count: > 0 } type)
            return null;
        var modifiers = mistake.Generator.GetModifiers(type);
        string name = type.Identifier.ValueText;
        return !modifiers.IsPartial ? With($"Make '{name}' partial", modifiers.WithPartial(true))
            : modifiers.IsStatic ? With($"Make '{name}' not static", modifiers.WithIsStatic(false))
            : modifiers.IsAbstract ? With($"Make '{name}' not abstract", modifiers.WithIsAbstract(false))
            : null;

        Proposal With(string title, DeclarationModifiers changed) =>
            new(title, type, mistake.Generator.WithModifiers(type, changed));
    }
}

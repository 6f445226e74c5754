using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>TDSL006: makes an entry point static.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StaticFix)), Shared]
public sealed class StaticFix : MistakeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["TDSL006"];

    internal override Proposal? Propose(Mistake mistake)
    {
        if (mistake.Node is not MethodDeclarationSyntax method)
            return null;
        var modifiers = mistake.Generator.GetModifiers(method);
        return modifiers.IsStatic
            ? null
            : new Proposal(
                $"Make '{method.Identifier.ValueText}' static", method,
                mistake.Generator.WithModifiers(method, modifiers.WithIsStatic(true)));
    }
}

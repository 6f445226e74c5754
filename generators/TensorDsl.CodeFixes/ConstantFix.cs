using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>TDSL004: makes the field that a definition reads a constant, or read-only where its value is computed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConstantFix)), Shared]
public sealed class ConstantFix : MistakeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["TDSL004"];

    internal override Proposal? Propose(Mistake mistake)
    {
        if (mistake.Model.GetSymbolInfo(mistake.Node, mistake.Cancellation).Symbol is not IFieldSymbol { IsStatic: true, IsConst: false } field
            || field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(mistake.Cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
            || declarator.FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { } declaration)
        {
            return null;
        }

        bool isConstant = mistake.Model.Compilation.GetSemanticModel(value.SyntaxTree).GetConstantValue(value, mistake.Cancellation).HasValue;
        if (field.IsReadOnly && !isConstant)
            return null;
        var modifiers = isConstant
            ? declaration.Modifiers.Where(m => !m.IsKind(SyntaxKind.ReadOnlyKeyword)).Select(m => m.IsKind(SyntaxKind.StaticKeyword) ? Keyword(SyntaxKind.ConstKeyword, m) : m)
            : declaration.Modifiers.SelectMany(m => m.IsKind(SyntaxKind.StaticKeyword) ? [m, Keyword(SyntaxKind.ReadOnlyKeyword, m).WithLeadingTrivia()] : new[] { m });
        return new Proposal(
            isConstant ? $"Make '{field.Name}' const" : $"Make '{field.Name}' readonly", declaration,
            declaration.WithModifiers(SyntaxFactory.TokenList(modifiers)));
    }

    private static SyntaxToken Keyword(SyntaxKind kind, SyntaxToken instead) => SyntaxFactory.Token(kind).WithTriviaFrom(instead);
}

using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>
/// TDSL011, TDSL012, TDSL014, TDSL020 and TDSL021: replaces the name of an axis by the nearest one that there is or by one
/// that is free, a contraction by one with the letters that were meant, a name by one that is allowed.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TextFix)), Shared]
public sealed class TextFix : MistakeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["TDSL011", "TDSL012", "TDSL014", "TDSL020", "TDSL021"];

    internal override Proposal? Propose(Mistake mistake)
    {
        if (mistake.Repair is not { } repair || mistake.Node is not InvocationExpressionSyntax call)
            return null;
        var literal = call.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<LiteralExpressionSyntax>()
            .FirstOrDefault(text => text.Token.Value as string == repair.Wrong);
        return literal is null
            ? null
            : new Proposal(
                $"Change \"{repair.Wrong}\" to \"{repair.Right}\"", literal,
                SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(repair.Right)).WithTriviaFrom(literal));
    }
}

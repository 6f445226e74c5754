using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>
/// TDSL016: numbers the second of two parameters of one method; makes a method that is called twice a <c>Block</c>, whose
/// parameters have names of their own at each call.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameFix)), Shared]
public sealed class NameFix : MistakeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["TDSL016"];

    internal override Proposal? Propose(Mistake mistake)
    {
        if (mistake.Node is not InvocationExpressionSyntax call || Name(call) is not { } literal
            || call.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method
            || call.Ancestors().TakeWhile(outer => outer != method).Any(outer => outer is ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax))
        {
            return null;
        }

        var names = method.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(Name).OfType<LiteralExpressionSyntax>()
            .Select(name => name.Token.ValueText).ToList();
        string text = literal.Token.ValueText;
        return names.Count(name => name == text) > 1 ? Number(literal, text, names) : Block(method, mistake);
    }

    private static LiteralExpressionSyntax? Name(InvocationExpressionSyntax call) =>
        call.Expression is IdentifierNameSyntax { Identifier.ValueText: "Parameter" } && call.ArgumentList.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression)
            ? literal
            : null;

    private static Proposal Number(LiteralExpressionSyntax literal, string text, List<string> names)
    {
        int number = 2;
        while (names.Contains(text + number.ToString(CultureInfo.InvariantCulture)))
            number++;
        string free = text + number.ToString(CultureInfo.InvariantCulture);
        return new Proposal(
            $"Change \"{text}\" to \"{free}\"", literal,
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(free)).WithTriviaFrom(literal));
    }

    private static Proposal? Block(MethodDeclarationSyntax method, Mistake mistake)
    {
        bool isEntryPoint = method.ParameterList.Parameters.Any(parameter => parameter.AttributeLists.Count > 0);
        bool isBlock = method.ReturnType.ToString() is "Tensor" or "TensorDsl.Tensor"
            && !method.ParameterList.Parameters.Any(parameter => parameter.Modifiers.Count > 0);
        if (isEntryPoint || !isBlock)
            return null;
        string name = char.ToLowerInvariant(method.Identifier.ValueText[0]) + method.Identifier.ValueText.Substring(1);
        string block = $"{(mistake.IsInScope("Block") ? "Block" : "Ops.Block")}(\"{name}\", () => ";
        string title = $"Make '{method.Identifier.ValueText}' a block with names of its own";
        if (method.ExpressionBody is { Expression: { } expression })
            return new Proposal(title, expression, SyntaxFactory.ParseExpression($"{block}{expression})").WithTriviaFrom(expression));
        return method.Body is { } body
            ? new Proposal(
                title, method,
                method.WithBody(null).WithParameterList(method.ParameterList.WithoutTrailingTrivia())
                    .WithExpressionBody(SyntaxFactory.ArrowExpressionClause(SyntaxFactory.ParseExpression($"{block}{body.ToString()})"))
                        .WithLeadingTrivia(SyntaxFactory.Space))
                    .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken)).WithTrailingTrivia(method.GetTrailingTrivia()))
            : null;
    }
}

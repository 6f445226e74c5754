using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>TDSL010 and TDSL018: projects what has another width back with <c>Linear(…, DModel)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ProjectionFix)), Shared]
public sealed class ProjectionFix : MistakeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["TDSL010", "TDSL018"];

    internal override Proposal? Propose(Mistake mistake)
    {
        if (mistake.Repair is not { } repair || Operand(mistake.Node, repair.Wrong) is not { } operand)
            return null;
        if (!char.IsDigit(repair.Right[0]) && !mistake.IsInScope(repair.Right))
            return null;
        string linear = mistake.IsInScope("Linear") ? "Linear" : "Ops.Linear";
        string text = operand.WithoutTrivia().ToFullString();
        return new Proposal(
            $"Project to {repair.Right} with Linear", operand,
            SyntaxFactory.ParseExpression($"{linear}({text}, {repair.Right})").WithTriviaFrom(operand));
    }

    private static ExpressionSyntax? Operand(SyntaxNode node, string side) => (node, side) switch
    {
        (BinaryExpressionSyntax binary, "left") => binary.Left,
        (BinaryExpressionSyntax binary, "right") => binary.Right,
        (AssignmentExpressionSyntax assignment, "right") => assignment.Right,
        (InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments }, "left") => arguments[0].Expression,
        (InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments }, "right") => arguments[1].Expression,
        (InvocationExpressionSyntax call, "body") => Result(call),
        _ => null,
    };

    // What the lambda among a loop's arguments returns, where it does so at one place.
    private static ExpressionSyntax? Result(InvocationExpressionSyntax loop)
    {
        var body = loop.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<LambdaExpressionSyntax>().LastOrDefault()?.Body;
        if (body is ExpressionSyntax expression)
            return expression;
        var returns = body?.DescendantNodes(inner => inner is not (LambdaExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>().ToList();
        return returns is { Count: 1 } ? returns[0].Expression : null;
    }
}

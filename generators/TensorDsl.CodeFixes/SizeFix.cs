using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>TDSL011: gives the parameter that a contraction multiplies by the size of its partner.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SizeFix)), Shared]
public sealed class SizeFix : MistakeFix
{
    private const string Size = "size ";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["TDSL011"];

    internal override Proposal? Propose(Mistake mistake)
    {
        if (mistake.Repair is not { } repair || !repair.Wrong.StartsWith(Size, StringComparison.Ordinal)
            || mistake.Node is not InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 1 } arguments }
            || Created(arguments[arguments.Count - 1].Expression, mistake) is not { } parameter)
        {
            return null;
        }

        // Parameter(name, init, sizes…)
        int place = 2 + int.Parse(repair.Wrong.Substring(Size.Length), CultureInfo.InvariantCulture);
        var sizes = parameter.ArgumentList.Arguments;
        if (place >= sizes.Count || sizes.Any(argument => argument.NameColon is not null) || !(char.IsDigit(repair.Right[0]) || mistake.IsInScope(repair.Right)))
            return null;
        var old = sizes[place].Expression;
        return new Proposal($"Change the size {old} to {repair.Right}", old, SyntaxFactory.ParseExpression(repair.Right).WithTriviaFrom(old));
    }

    // The call that created the operand, there or where the local begins.
    private static InvocationExpressionSyntax? Created(ExpressionSyntax operand, Mistake mistake)
    {
        if (operand is IdentifierNameSyntax
            && mistake.Model.GetSymbolInfo(operand, mistake.Cancellation).Symbol is ILocalSymbol local
            && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(mistake.Cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value })
        {
            operand = value;
        }

        return operand is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Parameter" } } call ? call : null;
    }
}

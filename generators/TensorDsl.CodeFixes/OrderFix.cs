using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>TDSL019: adds the axis that a transposition lacks, in place of one that it has twice.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OrderFix)), Shared]
public sealed class OrderFix : MistakeFix
{
    private const string Axis = "axis ";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["TDSL019"];

    internal override Proposal? Propose(Mistake mistake)
    {
        if (mistake.Repair is not { } repair || !repair.Wrong.StartsWith(Axis, StringComparison.Ordinal)
            || mistake.Node is not InvocationExpressionSyntax { ArgumentList: var list })
        {
            return null;
        }

        // Transpose(x, axes…)
        int place = 1 + int.Parse(repair.Wrong.Substring(Axis.Length), CultureInfo.InvariantCulture);
        if (place > list.Arguments.Count || list.Arguments.Any(argument => argument.NameColon is not null || argument.Expression is CollectionExpressionSyntax))
            return null;
        var axis = SyntaxFactory.ParseExpression(repair.Right);
        if (place == list.Arguments.Count)
            return new Proposal($"Add the axis {repair.Right}", list, list.AddArguments(SyntaxFactory.Argument(axis)));
        var old = list.Arguments[place].Expression;
        return new Proposal($"Change {old} to {repair.Right}", old, axis.WithTriviaFrom(old));
    }
}

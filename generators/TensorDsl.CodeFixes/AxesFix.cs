using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>
/// TDSL006 and TDSL002: gives an input its <c>[Axes]</c>, those of the input beside it, or else
/// <c>[Axes("B", "T")]</c>, the usual ones of tokens.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AxesFix)), Shared]
public sealed class AxesFix : MistakeFix
{
    private const string Usual = "Axes(\"B\", \"T\")";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["TDSL002", "TDSL006"];

    internal override Proposal? Propose(Mistake mistake) => mistake.Node.FirstAncestorOrSelf<ParameterSyntax>() is { } parameter
        ? OfParameter(parameter)
        : mistake.Diagnostic.Id == "TDSL002" && mistake.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type ? OfClass(type) : null;

    private static Proposal? OfParameter(ParameterSyntax parameter)
    {
        if (AxesOf(parameter) is not null || !IsTokens(parameter))
            return null;
        var others = ((BaseParameterListSyntax)parameter.Parent!).Parameters;
        var axes = others.Select(AxesOf).FirstOrDefault(attribute => attribute is not null)?.ToString() ?? Usual;
        return new Proposal($"Add [{axes}]", parameter, With(parameter, axes));
    }

    // The one method that could be the entry point.
    private static Proposal? OfClass(TypeDeclarationSyntax type)
    {
        var candidates = type.Members.OfType<MethodDeclarationSyntax>()
            .Where(method => method.ReturnType.ToString() is "Tensor" or "TensorDsl.Tensor"
                && method.ParameterList.Parameters.Count > 0 && method.ParameterList.Parameters.All(IsTokens))
            .ToList();
        if (candidates.Count != 1)
            return null;
        var list = candidates[0].ParameterList;
        return new Proposal(
            $"Add [{Usual}] to the inputs of '{candidates[0].Identifier.ValueText}'", list,
            list.ReplaceNodes(list.Parameters, (parameter, _) => With(parameter, Usual)));
    }

    private static ParameterSyntax With(ParameterSyntax parameter, string axes)
    {
        var attribute = SyntaxFactory.ParseMemberDeclaration($"[{axes}] int x;")!.ChildNodes().OfType<AttributeListSyntax>().Single();
        return parameter.WithoutLeadingTrivia()
            .WithAttributeLists(parameter.AttributeLists.Add(attribute.WithTrailingTrivia(SyntaxFactory.Space)))
            .WithLeadingTrivia(parameter.GetLeadingTrivia());
    }

    private static bool IsTokens(ParameterSyntax parameter) => parameter.Type?.ToString() is "Tokens" or "TensorDsl.Tokens";

    private static AttributeSyntax? AxesOf(ParameterSyntax parameter) => parameter.AttributeLists.SelectMany(list => list.Attributes)
        .FirstOrDefault(attribute => attribute.Name.ToString() is "Axes" or "AxesAttribute");
}

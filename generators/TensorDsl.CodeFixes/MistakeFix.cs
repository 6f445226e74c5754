using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace TensorDsl.CodeFixes;

/// <summary>A code fix for the generator's errors, each mended by replacing one piece of syntax.</summary>
public abstract class MistakeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.Document;
        var root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
            return;
        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (Propose(new Mistake(diagnostic, node, model, SyntaxGenerator.GetGenerator(document), context.CancellationToken)) is not { } proposal)
                continue;
            var action = CodeAction.Create(proposal.Title, cancellation => Apply(document, proposal, cancellation), GetType().Name);
            context.RegisterCodeFix(action, diagnostic);
        }
    }

    /// <summary>The change that would mend the mistake, null where none is known.</summary>
    internal abstract Proposal? Propose(Mistake mistake);

    private static async Task<Solution> Apply(Document document, Proposal proposal, CancellationToken cancellation)
    {
        var solution = document.Project.Solution;
        if (solution.GetDocument(proposal.Old.SyntaxTree) is not { } target
            || await target.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
        {
            return solution;
        }

        var changed = proposal.New.WithAdditionalAnnotations(Formatter.Annotation);
        return solution.WithDocumentSyntaxRoot(target.Id, root.ReplaceNode(proposal.Old, changed));
    }
}

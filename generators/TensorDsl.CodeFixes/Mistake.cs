using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;

namespace TensorDsl.CodeFixes;

/// <summary>An error of the generator, and what is needed to mend it.</summary>
/// <param name="Diagnostic">The error.</param>
/// <param name="Node">The syntax that it marks.</param>
/// <param name="Model">The meaning of its file.</param>
/// <param name="Generator">Makes syntax.</param>
/// <param name="Cancellation">Cancels.</param>
internal sealed record Mistake(
    Diagnostic Diagnostic, SyntaxNode Node, SemanticModel Model, SyntaxGenerator Generator, CancellationToken Cancellation)
{
    /// <summary>What the generator says is wrong, and what would be right; null where it does not know.</summary>
    public (string Wrong, string Right)? Repair =>
        Diagnostic.Properties.TryGetValue("wrong", out string? wrong) && wrong is not null
        && Diagnostic.Properties.TryGetValue("right", out string? right) && right is not null
            ? (wrong, right)
            : null;

    /// <summary>Whether something of that name is in scope.</summary>
    public bool IsInScope(string name) => !Model.LookupSymbols(Node.SpanStart, name: name).IsEmpty;
}

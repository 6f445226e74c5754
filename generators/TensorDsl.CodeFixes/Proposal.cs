using Microsoft.CodeAnalysis;

namespace TensorDsl.CodeFixes;

/// <summary>One change that would mend a mistake.</summary>
/// <param name="Title">What the editor's menu shows.</param>
/// <param name="Old">The syntax to replace, in any file of the solution.</param>
/// <param name="New">What replaces it.</param>
internal sealed record Proposal(string Title, SyntaxNode Old, SyntaxNode New);

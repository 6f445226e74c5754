using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TensorDsl.Generator.Reading;

/// <summary>
/// Where each numbered place of a definition program stands in the sources right now. It is kept apart from the
/// program, so that an edit that only moves a definition leaves the program equal.
/// </summary>
internal sealed class LocationTable(IReadOnlyList<(SyntaxTree Tree, TextSpan Span)> places)
{
    /// <summary>The index of the class's name, which every table has.</summary>
    public const int ClassName = 0;

    public int Count => places.Count;

    public Location this[int index] => Location.Create(places[index].Tree, places[index].Span);

    /// <summary>Numbers places in the order in which they are read.</summary>
    public sealed class Builder
    {
        private readonly List<(SyntaxTree, TextSpan)> _places = [];

        public int Add(SyntaxNode node) => Add(node.SyntaxTree, node.Span);

        public int Add(SyntaxToken token) => Add(token.SyntaxTree!, token.Span);

        public LocationTable Build() => new(_places);

        private int Add(SyntaxTree tree, TextSpan span)
        {
            _places.Add((tree, span));
            return _places.Count - 1;
        }
    }
}

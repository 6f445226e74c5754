using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>What is gathered while one model is read: its methods, places and mistakes.</summary>
internal sealed class ReadingSession(SemanticModel home, CancellationToken cancellation)
{
    private readonly List<DiagnosticInfo> _diagnostics = [];
    private readonly List<Method?> _methods = [];
    private readonly Dictionary<ISymbol, int> _indices = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _open = new(SymbolEqualityComparer.Default);

    public LocationTable.Builder Locations { get; } = new();

    /// <summary>Whether the compiler has mistakes of its own to report in what was read.</summary>
    public bool IsBroken { get; set; }

    /// <summary>How deep the reading is nested.</summary>
    public int Depth { get; set; }

    public CancellationToken Cancellation => cancellation;

    public IReadOnlyList<DiagnosticInfo> Diagnostics => _diagnostics;

    public EquatableArray<Method> Methods => _methods.Select(method => method!).ToEquatableArray();

    public SemanticModel ModelOf(SyntaxNode node) =>
        node.SyntaxTree == home.SyntaxTree ? home : home.Compilation.GetSemanticModel(node.SyntaxTree);

    /// <summary>
    /// Whether the sources of a member belong to this project. In an editor those of a referenced project can be seen as
    /// well; in the build they cannot, and so a definition must not use them.
    /// </summary>
    public bool CanRead(ISymbol member) =>
        SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, home.Compilation.Assembly)
        && member.OriginalDefinition.DeclaringSyntaxReferences.Length > 0;

    public void Report(SyntaxNode place, string id, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.At(Locations.Add(place), id, arguments));

    public void Report(SyntaxToken place, string id, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.At(Locations.Add(place), id, arguments));

    /// <summary>The types of which a use was reported as unsupported: what else is done with them has the same cause.</summary>
    public HashSet<ISymbol> UnsupportedTypes { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Runs <paramref name="read"/> while <paramref name="symbol"/> counts as being read.</summary>
    /// <returns>False if it is being read already, so that it calls itself.</returns>
    public bool Enter(ISymbol symbol, Action read)
    {
        if (!_open.Add(symbol))
            return false;
        read();
        _open.Remove(symbol);
        return true;
    }

    /// <summary>Whether <paramref name="symbol"/> is being read.</summary>
    public bool IsOpen(ISymbol symbol) => _open.Contains(symbol);

    /// <summary>The index of a method of the user's, which is read at its first use.</summary>
    public int IndexOf(IMethodSymbol method, SyntaxNode use)
    {
        if (IsOpen(method))
        {
            Report(use, "TDSL005", $"'{method.Name}'");
            return 0;
        }

        if (!_indices.TryGetValue(method, out int index))
        {
            index = _methods.Count;
            _indices[method] = index;
            _methods.Add(null);
            Enter(method, () => _methods[index] = MethodReader.Read(this, method, use));
        }

        return index;
    }
}

using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Reading;

/// <summary>
/// Turns the operations of one body into the program's nodes. What the language does not know is reported where it
/// stands, and reading goes on beside it.
/// </summary>
internal sealed partial class BodyReader(ReadingSession session)
{
    private const int MaximumDepth = 200;

    private readonly Dictionary<ISymbol, int> _slots = new(SymbolEqualityComparer.Default);

    /// <summary>The slot of a local, a parameter or a local function; a new one at its first use.</summary>
    public int Declare(ISymbol symbol)
    {
        if (!_slots.TryGetValue(symbol, out int slot))
        {
            slot = _slots.Count;
            _slots[symbol] = slot;
        }

        return slot;
    }

    private int Place(IOperation operation) => session.Locations.Add(operation.Syntax);

    // Stands where nothing could be read; the program is then never run.
    private Expression Nothing(IOperation? operation) =>
        new Constant(null, null, operation is null ? LocationTable.ClassName : Place(operation));

    private Expression Broken(IOperation? operation = null)
    {
        session.IsBroken = true;
        return Nothing(operation);
    }

    private Expression Unsupported(IOperation operation, string construct)
    {
        session.Report(operation.Syntax, "TDSL003", construct);
        return Nothing(operation);
    }

    // Of a type that the language does not have, one use is reported.
    private Expression Unsupported(IOperation operation, string construct, ITypeSymbol? type)
    {
        if (IsReported(type))
            return Nothing(operation);
        if (type is INamedTypeSymbol { SpecialType: SpecialType.None } && type.ContainingNamespace?.ToDisplayString() != nameof(TensorDsl))
            session.UnsupportedTypes.Add(type.OriginalDefinition);
        return Unsupported(operation, construct);
    }

    private bool IsReported(ITypeSymbol? type) => type is not null && session.UnsupportedTypes.Contains(type.OriginalDefinition);

    private Expression NotConstant(IOperation operation, string reason)
    {
        session.Report(operation.Syntax, "TDSL004", reason);
        return Nothing(operation);
    }

    private T Nested<T>(IOperation operation, Func<T> read, T otherwise)
    {
        session.Cancellation.ThrowIfCancellationRequested();
        if (session.Depth >= MaximumDepth)
        {
            Unsupported(operation, $"code nested more than {MaximumDepth} deep");
            return otherwise;
        }

        session.Depth++;
        try
        {
            return read();
        }
        finally
        {
            session.Depth--;
        }
    }
}

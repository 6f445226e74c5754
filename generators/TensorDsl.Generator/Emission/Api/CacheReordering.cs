using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>Writes the statements that give each sequence of a generation what another one has in the caches.</summary>
/// <param name="caches">The caches.</param>
/// <param name="tokens">The input whose first axis are the sequences.</param>
internal sealed class CacheReordering(CacheLayout caches, InputNode tokens)
{
    /// <summary>Writes the reordering of each cache.</summary>
    /// <param name="code">Takes it.</param>
    /// <param name="type">The type of an address.</param>
    /// <param name="call">The call, given blocks, floats of a sequence in a block, and how many of them matter.</param>
    public void Write(CodeWriter code, string type, Func<string, string, string, string> call)
    {
        foreach (var slot in caches.Slots)
        {
            if (BatchOf(slot) is { } batch)
                Write(code, slot, batch, type, call);
        }
    }

    // A constant batch may be as large as another axis, such as the heads; then the name tells.
    private int? BatchOf(CacheSlot slot)
    {
        var batch = tokens.Shape[0];
        int Rank(string? name) => name == batch.Name ? 0 : name is null ? 1 : 2;
        return Enumerable.Range(0, slot.Shape.Rank).Where(i => slot.Shape[i].Size == batch.Size)
            .OrderBy(i => Rank(slot.Shape[i].Name)).Select(i => (int?)i).FirstOrDefault();
    }

    private static void Write(CodeWriter code, CacheSlot slot, int batch, string type, Func<string, string, string, string> call)
    {
        Dim Product(IEnumerable<Axis> axes) => axes.Aggregate((Dim)1, (product, axis) => (product * axis.Size).Plain);
        string inner = Text.Of(Product(slot.Shape.Axes.Skip(batch + 1)));
        string used = slot.Time == batch + 1 ? $"(long)Position * {Text.Factor(Product(slot.Shape.Axes.Skip(batch + 2)))}" : inner;
        string outer = slot.Time == 0 && batch == 1 ? "Position" : Text.Of(Product(slot.Shape.Axes.Take(batch)));
        string units = slot.Size.IsConstant ? "" : $" * {Text.Section(slot.Size.Symbols)}";
        code.Block(FormattableString.Invariant($"for (int i = 0; i < {slot.Count}; i++)"), () =>
        {
            code.Line($"{type} value = {Addresses.CachePointer(slot.Size.Symbols)} + {Addresses.Cache(slot, isFirst: true)} + "
                + FormattableString.Invariant($"(i * (nint){CacheLayout.Units(slot)}{units});"));
            code.Line(call(outer, inner, used));
        });
    }
}

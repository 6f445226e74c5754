using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes the look-up in a table that may be stored in fewer bits.</summary>
internal static class WeightGather
{
    public static string Call(GatherNode gather, Channels channels, Func<Node, string> address)
    {
        var tokens = View.Of(gather.Inputs[1]);
        string table = FormattableString.Invariant($"new Cpu::WeightMatrix({address(View.Of(gather.Inputs[0]).Base)}, storage, 1, {channels.Length})");
        return $"Cpu::Rows.Gather(w, {table}, {address(tokens.Base)}{Text.Beyond(tokens.Offset)}, {address(gather)}, "
            + FormattableString.Invariant($"{Text.Of(gather.Inputs[1].Shape.Count)}, {channels.Length}, {channels.Count});");
    }
}

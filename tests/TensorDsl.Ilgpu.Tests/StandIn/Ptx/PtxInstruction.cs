using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace TensorDsl.Ilgpu.Tests.StandIn.Ptx;

/// <summary>An instruction of PTX: its name, and its operands, of which a vector in braces is several.</summary>
internal sealed record PtxInstruction(string Name, string[][] Operands)
{
    private static readonly ConcurrentDictionary<string, PtxInstruction[]> Known = [];

    /// <summary>Whether the lanes of a warp run it together.</summary>
    public bool IsCollective { get; } = Name.StartsWith("mma.sync.", StringComparison.Ordinal)
        || Name == PtxShuffle.Name || PtxMatrices.Is(Name);

    /// <summary>Whether it is about copies that go on beside what follows.</summary>
    public bool IsCopying { get; } = Name.StartsWith("cp.async.", StringComparison.Ordinal);

    /// <summary>Whether its result is an argument, and so a variable of the kernel.</summary>
    public bool HasOutput { get; } = Operands.Length > 0 && Operands[0][0] == "%0";

    /// <summary>Whether it works on registers, and not on arguments and constants alone.</summary>
    public bool HasRegisters { get; } = Name != ".reg" && Operands.Any(operand => operand.Any(part => char.IsAsciiLetter(part.TrimStart('[')[0])));

    /// <summary>The instructions of a text, the same objects for the same text.</summary>
    public static PtxInstruction[] Parse(string text) => Known.GetOrAdd(text, static text =>
    [
        .. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne),
    ]);

    private static PtxInstruction ParseOne(string text)
    {
        if (text.StartsWith(".reg ", StringComparison.Ordinal))
            return new(".reg", [[text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]]]);
        string[] parts = text.Split(' ', 2);
        if (parts.Length == 1)
            return new(text, []);
        var operands = Regex.Matches(parts[1], @"\{[^}]*\}|[^,\s]+");
        return new(parts[0], [.. operands.Select(operand => operand.Value.Trim('{', '}').Split(',', StringSplitOptions.TrimEntries))]);
    }
}

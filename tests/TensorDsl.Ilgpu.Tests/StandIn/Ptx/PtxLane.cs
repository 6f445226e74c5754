using System.Globalization;

namespace TensorDsl.Ilgpu.Tests.StandIn.Ptx;

/// <summary>
/// A thread's registers, and what it has to run together with the other lanes of its warp. That is put off until the group's
/// next barrier, so that no lane waits for another at each instruction; a kernel may not look at the results before.
/// </summary>
internal sealed class PtxLane
{
    private readonly Dictionary<string, uint> _registers = [];

    /// <summary>What waits for the other lanes, with its arguments.</summary>
    public Queue<(PtxInstruction Instruction, uint[] Arguments)> Pending { get; } = [];

    /// <summary>Runs a text; an output is the first argument afterwards.</summary>
    public void Run(string text, uint[] arguments)
    {
        foreach (var instruction in PtxInstruction.Parse(text))
        {
            if (instruction.IsCollective)
                Pending.Enqueue((instruction, arguments));
            else if (Pending.Count > 0 && instruction.Operands.SelectMany(operand => operand).Any(_registers.ContainsKey))
                throw new InvalidOperationException($"The stand-in runs what a warp does together at barriers; '{text}' comes before one.");
            else
                Run(instruction, arguments);
        }
    }

    /// <summary>An operand's bits.</summary>
    public uint Read(string operand, uint[] arguments)
    {
        if (operand[0] == '%')
            return arguments[Argument(operand, arguments)];
        if (operand.StartsWith("0f", StringComparison.Ordinal))
            return uint.Parse(operand.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return _registers.TryGetValue(operand, out uint value) ? value : throw new InvalidOperationException($"PTX: {operand} is not declared.");
    }

    /// <summary>Sets an operand's bits.</summary>
    public void Write(string operand, uint[] arguments, uint value)
    {
        if (operand[0] == '%')
            arguments[Argument(operand, arguments)] = value;
        else if (_registers.ContainsKey(operand))
            _registers[operand] = value;
        else
            throw new InvalidOperationException($"PTX: {operand} is not declared.");
    }

    private void Run(PtxInstruction instruction, uint[] arguments)
    {
        uint Operand(int i) => Read(instruction.Operands[i][0], arguments);
        float Number(int i) => BitConverter.UInt32BitsToSingle(Operand(i));
        void Result(uint value) => Write(instruction.Operands[0][0], arguments, value);
        switch (instruction.Name)
        {
            case ".reg":
                Declare(instruction.Operands[0][0]);
                break;
            case "mov.f32":
                Result(Operand(1));
                break;
            case "cvt.rna.tf32.f32":
                Result(PtxRounding.Tf32(Number(1)));
                break;
            case "cvt.rn.bf16x2.f32":
                // The first source goes to the upper half.
                Result((PtxRounding.BFloat16(Number(1)) << 16) | PtxRounding.BFloat16(Number(2)));
                break;
            default:
                throw new InvalidOperationException($"PTX: the stand-in does not know {instruction.Name}.");
        }
    }

    // A register's content is not defined to begin with.
    private void Declare(string registers)
    {
        string[] parts = registers.TrimEnd('>').Split('<');
        for (int i = 0; i < int.Parse(parts[1], CultureInfo.InvariantCulture); i++)
            _registers.Add(FormattableString.Invariant($"{parts[0]}{i}"), 0xFFFFFFFF);
    }

    private static int Argument(string operand, uint[] arguments)
    {
        int index = int.Parse(operand.AsSpan(1), CultureInfo.InvariantCulture);
        return index < arguments.Length ? index : throw new InvalidOperationException($"PTX: there is no argument {operand}.");
    }
}

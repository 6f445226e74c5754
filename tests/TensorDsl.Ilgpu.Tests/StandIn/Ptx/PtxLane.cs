using System.Globalization;

namespace TensorDsl.Ilgpu.Tests.StandIn.Ptx;

/// <summary>
/// A thread's registers, and what it has to run together with the other lanes of its warp. That is put off until the group's
/// next barrier with all that follows on registers, so that no lane waits for another at each instruction; a kernel may not look
/// at the results before.
/// </summary>
internal sealed class PtxLane
{
    private readonly Dictionary<string, uint> _registers = [];
    private readonly PtxCopies _copies = new();

    /// <summary>What waits for the other lanes, and what comes after it, with its arguments.</summary>
    public Queue<(PtxInstruction Instruction, ulong[] Arguments)> Pending { get; } = [];

    /// <summary>Runs a text; an output is the first argument afterwards.</summary>
    public void Run(string text, ulong[] arguments)
    {
        foreach (var instruction in PtxInstruction.Parse(text))
        {
            bool isLate = instruction.IsCollective || (Pending.Count > 0 && (instruction.HasRegisters || instruction.IsCopying));
            if (!isLate)
                Run(instruction, arguments);
            else if (instruction.HasOutput)
                throw new InvalidOperationException($"The stand-in runs what a warp does together at barriers; '{text}' comes before one.");
            else
                Pending.Enqueue((instruction, arguments));
        }
    }

    /// <summary>Runs what does not have to wait for the other lanes any more.</summary>
    public void RunAlone()
    {
        while (Pending.TryPeek(out var next) && !next.Instruction.IsCollective)
        {
            Pending.Dequeue();
            Run(next.Instruction, next.Arguments);
        }
    }

    /// <summary>An operand's bits.</summary>
    public uint Read(string operand, ulong[] arguments)
    {
        if (operand[0] == '%')
            return (uint)arguments[Argument(operand, arguments)];
        if (operand == "__shared_alloca0")
            return PtxCopies.SharedStart;
        if (operand.StartsWith("0f", StringComparison.Ordinal) || operand.StartsWith("0x", StringComparison.Ordinal))
            return uint.Parse(operand.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (char.IsAsciiDigit(operand[0]))
            return uint.Parse(operand, CultureInfo.InvariantCulture);
        return _registers.TryGetValue(operand, out uint value) ? value : throw new InvalidOperationException($"PTX: {operand} is not declared.");
    }

    /// <summary>An address in brackets, as far as it is shared memory's: a register, and bytes beyond it.</summary>
    public int Shared(string operand, ulong[] arguments)
    {
        string[] parts = operand.Trim('[', ']').Split('+');
        return (int)(Read(parts[0], arguments) + (parts.Length > 1 ? Read(parts[1], arguments) : 0) - PtxCopies.SharedStart);
    }

    /// <summary>Refuses what is left when a kernel ends: copies that nobody waited for might end in memory that has another use by then.</summary>
    public void End()
    {
        if (Pending.Count > 0)
            throw new InvalidOperationException("A kernel left something to its warp.");
        _copies.End();
    }

    /// <summary>Sets an operand's bits.</summary>
    public void Write(string operand, ulong[] arguments, uint value)
    {
        if (operand[0] == '%')
            arguments[Argument(operand, arguments)] = value;
        else if (_registers.ContainsKey(operand))
            _registers[operand] = value;
        else
            throw new InvalidOperationException($"PTX: {operand} is not declared.");
    }

    // An argument in brackets.
    private static ulong Global(string operand, ulong[] arguments) => arguments[Argument(operand.Trim('[', ']'), arguments)];

    private void Run(PtxInstruction instruction, ulong[] arguments)
    {
        uint Operand(int i) => Read(instruction.Operands[i][0], arguments);
        float Number(int i) => BitConverter.UInt32BitsToSingle(Operand(i));
        void Result(uint value) => Write(instruction.Operands[0][0], arguments, value);
        void Float(float value) => Result(BitConverter.SingleToUInt32Bits(value));
        switch (instruction.Name)
        {
            case ".reg":
                Declare(instruction.Operands[0][0]);
                break;
            case "cp.async.cg.shared.global":
                _copies.Begin(Shared(instruction.Operands[0][0], arguments), Global(instruction.Operands[1][0], arguments), Operand(2), Operand(3));
                break;
            case "cp.async.commit_group":
                _copies.Commit();
                break;
            case "cp.async.wait_group":
                _copies.Wait((int)Operand(0));
                break;
            case "mov.u32":
            case "mov.f32":
                Result(Operand(1));
                break;
            case "add.f32":
                Float(Number(1) + Number(2));
                break;
            case "sub.f32":
                Float(Number(1) - Number(2));
                break;
            case "mul.f32":
                Float(Number(1) * Number(2));
                break;
            case "fma.rn.f32":
                Float(MathF.FusedMultiplyAdd(Number(1), Number(2), Number(3)));
                break;
            case "min.f32":
                Float(float.MinNumber(Number(1), Number(2)));
                break;
            case "max.NaN.f32":
                Float(MathF.Max(Number(1), Number(2)));
                break;
            case "add.s32":
                Result(Operand(1) + Operand(2));
                break;
            case "and.b32":
                Result(Operand(1) & Operand(2));
                break;
            case "shl.b32":
                Result(Operand(1) << (int)Operand(2));
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

    private static int Argument(string operand, ulong[] arguments)
    {
        int index = int.Parse(operand.AsSpan(1), CultureInfo.InvariantCulture);
        return index < arguments.Length ? index : throw new InvalidOperationException($"PTX: there is no argument {operand}.");
    }
}

using TensorDsl.Generator.Emission.Api;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>
/// Writes a plan as a program that every worker of a team runs: kernels in order, barriers between, loops as loops.
/// </summary>
internal sealed class ProgramWriter : StepsWriter
{
    private readonly Plan _plan;
    private readonly KernelLibrary _kernels;
    private readonly Addresses _addresses;
    private readonly IReadOnlyList<string> _given;
    private readonly IReadOnlyList<string> _derived;
    private readonly IReadOnlyList<string> _symbols;

    private readonly CacheLayout? _caches;
    private readonly CompactLayout? _compact;

    private ProgramWriter(
        Plan plan, ParameterLayout layout, KernelLibrary kernels, IReadOnlyList<string> symbols, CacheLayout? caches, CompactLayout? compact)
    {
        _caches = caches;
        _compact = compact;
        _plan = plan;
        _kernels = kernels;
        _given = symbols;
        _derived = DerivedSizes.Of(plan.Graph);
        _symbols = [.. _given, .. _derived];
        _addresses = new Addresses(plan, layout, compact: compact);
    }

    /// <summary>Writes the method <c>NameProgram</c> and, into <paramref name="kernels"/>, what it calls.</summary>
    public static void Write(
        CodeWriter code, Plan plan, ParameterLayout layout, KernelLibrary kernels, IReadOnlyList<string> symbols, CacheLayout? caches = null,
        CompactLayout? compact = null)
    {
        var writer = new ProgramWriter(plan, layout, kernels, symbols, caches, compact);
        ArenaSections.WriteLength(code, plan);
        code.Line();
        code.Block($"public static void {plan.Name}Program<V>(nint state, Cpu::Worker w)\n    where V : unmanaged, Cpu::ISimd<V>", () =>
        {
            writer.Variables(code);
            writer.Steps(code, plan.Steps);
        });
    }

    private void Variables(CodeWriter code)
    {
        code.Line("var call = (State*)state;");
        foreach (string symbol in _given)
            code.Line($"int {Text.Variable(symbol)} = call->{symbol};");
        SizeWriter.Declare(code, _derived);
        code.Line("float* parameters = call->Parameters, gradients = call->Gradients, arena = call->Arena;");
        if (_compact is not null)
            code.Line("var storage = call->Storage;");
        foreach (string name in _plan.Storage.Values.OfType<Storage.AtCaller>().Select(caller => caller.Name).Distinct())
            code.Line($"var {Text.Pointer(name)} = call->{ModelInputs.Field(name)};");
        foreach (var table in TableWriter.Of(_plan))
            code.Line($"float* {TableWriter.Pointer(table)} = Generated.{TableWriter.Name(table)}.Data;");
        var declared = new HashSet<string>();
        ArenaSections.Starts(code, _plan.Sections, declared);
        ArenaSections.Pointers(code, _plan.Sections);
        if (_caches is not { Sections.Count: > 0 })
            return;
        code.Line("float* cache = call->Cache;");
        ArenaSections.Caches(code, _caches, declared);
    }

    protected override void Before(CodeWriter code, Step step)
    {
        if (_plan.Phases.NeedsBarrier(step))
            code.Line("w.Barrier();");
    }

    protected override void AfterIteration(CodeWriter code) => code.Line("w.Barrier();");

    protected override void Kernel(CodeWriter code, Step step)
    {
        code.Line($"// → {string.Join(", ", step.Stored.Select(node => node.Shape))}");
        switch (step)
        {
            case RowStep rows:
                var rowParameters = new KernelParameters(_symbols, _addresses.Of);
                string rowBody = RowKernel.Write(rows, rowParameters);
                code.Line($"{_kernels.Method("Rows", rowParameters.Declaration, rowBody)}<V>(w{rowParameters.Arguments});");
                break;
            case ColumnStep columns:
                var columnParameters = new KernelParameters(_symbols, _addresses.Of);
                string columnBody = ColumnKernel.Write(columns, columnParameters);
                code.Line($"{_kernels.Method("Columns", columnParameters.Declaration, columnBody)}<V>(w{columnParameters.Arguments});");
                break;
            case ContractStep contract:
                ContractKernel.Write(code, contract, _addresses.Of, _symbols, _kernels.Epilogue, _compact);
                break;
            case OperationStep { Operation: GatherNode gather } when _compact?.ChannelsOf(View.Of(gather.Inputs[0]).Base) is { } channels:
                code.Line(WeightGather.Call(gather, channels, _addresses.Of));
                break;
            case OperationStep { Operation: AttentionNode or AttentionGradientNode } attention:
                code.Line(new AttentionKernel(_addresses.Of).Call(attention));
                break;
            case OperationStep { Operation: var operation }:
                code.Line(new OperationKernel(_addresses.Of).Call(operation));
                break;
        }
    }
}

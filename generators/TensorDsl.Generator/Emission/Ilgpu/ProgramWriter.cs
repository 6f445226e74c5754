using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes a plan as a method that asks a device for its kernels, one behind the other on the device's one stream, which takes
/// the place of barriers. Addresses are those of the CPU's programs, reckoned from memory of the device.
/// </summary>
internal sealed class ProgramWriter : StepsWriter
{
    private readonly Plan _plan;
    private readonly KernelStructs _kernels;
    private readonly string _home;
    private readonly IReadOnlyList<string> _sizes;
    private readonly IReadOnlyList<string> _symbols;
    private readonly Addresses _addresses;
    private readonly CacheLayout? _caches;
    private readonly Positions? _positions;
    private readonly RoundedValues _rounded;

    /// <summary>A writer of one plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="layout">Where parameters lie.</param>
    /// <param name="kernels">Takes the kernels.</param>
    /// <param name="home">The class that holds them.</param>
    /// <param name="symbols">The sizes that the method has as arguments.</param>
    /// <param name="caches">What lasts from call to call.</param>
    /// <param name="positions">The sizes that the device has in its memory.</param>
    public ProgramWriter(
        Plan plan, ParameterLayout layout, KernelStructs kernels, string home, IReadOnlyList<string> symbols, CacheLayout? caches = null,
        Positions? positions = null)
    {
        (_plan, _kernels, _home, _caches, _positions) = (plan, kernels, home, caches, positions);
        _sizes = [.. symbols.Where(symbol => positions is null || !positions.Are(symbol))];
        _symbols = [.. symbols, .. DerivedSizes.Of(plan.Graph)];
        _addresses = new Addresses(plan, layout, isOnDevice: true);
        _rounded = new RoundedValues(plan, size => positions?.AreIn(size) ?? false);
    }

    /// <summary>Writes the variables of sections and tables, and the steps.</summary>
    /// <param name="code">Takes them.</param>
    /// <param name="then">What follows when the arena has been taken.</param>
    /// <param name="isRecorded">Whether the steps may be replayed with the same sizes.</param>
    public void Write(CodeWriter code, string then = "", bool isRecorded = false)
    {
        bool writes = _plan.Graph.Gradients.Count > 0;
        code.Line($"var parameters = Parameters; var {Addresses.RoundedParameters} = Rounded;{(writes ? " var gradients = Gradients;" : "")}");
        foreach (var table in TableWriter.Of(_plan))
        {
            string count = table.Values.Count.ToString(CultureInfo.InvariantCulture);
            code.Line($"var {TableWriter.Pointer(table)} = Table(\"{TableWriter.Name(table)}\", Generated.{TableWriter.Name(table)}, {count});");
        }

        var declared = new HashSet<string>();
        ArenaSections.Starts(code, _plan.Sections, declared);
        code.Line($"var arena = Arena({ArenaSections.Length(_plan.Sections)});");
        if (then.Length > 0)
        {
            code.Line(then);
            ArenaSections.Starts(code, _plan.Sections, [], isAgain: true);
        }

        ArenaSections.Pointers(code, _plan.Sections, "var");
        if (_caches is { Sections.Count: > 0 })
            ArenaSections.Caches(code, _caches, declared, "var");
        if (_rounded.Any)
            code.Line($"var {Addresses.RoundedArena} = RoundedArena(arena, {_rounded.Condition});");
        if (!isRecorded)
        {
            Steps(code, _plan.Steps);
            return;
        }

        code.Line($"Run(\"{_plan.Name}\", [{string.Join(", ", _sizes.Select(Text.Variable))}], () =>\n{{");
        code.Indented(() => Steps(code, _plan.Steps));
        code.Line("});");
    }

    protected override void Kernel(CodeWriter code, Step step)
    {
        string shapes = string.Join(", ", step.Stored.Select(node => node.Shape));
        code.Line($"// → {shapes}");
        var parameters = NewParameters();
        switch (step)
        {
            case RowStep rows:
                var row = new RowKernel(rows, parameters);
                code.Line(row.Launch(New("Rows", shapes, parameters, row.Body)));
                break;
            case ColumnStep columns:
                var column = new ColumnKernel(columns, parameters);
                code.Line(column.Launch(New("Columns", shapes, parameters, column.Body)));
                break;
            case ContractStep contract:
                var product = new ContractKernel(contract, parameters);
                code.Line(product.Launch(New("Product", product.Comment, parameters, product.Body, product.Methods, product.Interface)));
                break;
            case OperationStep { Operation: AttentionNode attention }:
                Attention(code, shapes, parameters, new AttentionForwardKernel(attention, step.Members.OfType<AttentionStatisticsNode>().Single(), parameters));
                break;
            case OperationStep { Operation: AttentionGradientNode gradient }:
                AttentionGradient(code, gradient);
                break;
            case OperationStep { Operation: var operation }:
                code.Line(new OperationKernel(_addresses.Of, "Gpu", "Device").Call(operation));
                break;
        }

        // The others store both themselves.
        foreach (var stored in step.Stored.Where(stored => step is ColumnStep or OperationStep && _rounded.Includes(stored)))
            code.Line($"Round({Addresses.RoundedArena}, {_addresses.Of(stored)}, {Text.Of(stored.Shape.Count)});");
    }

    private ViewParameters NewParameters() => new(_symbols, _addresses.Of, _addresses.Rounded, _positions, _rounded);

    private void AttentionGradient(CodeWriter code, AttentionGradientNode gradient)
    {
        var parts = gradient.Region.Nodes.OfType<AttentionGradientPartNode>().Where(part => part.Inputs[0] == gradient).ToList();
        Node Part(int i) => parts.Single(part => part.Part == i);
        var query = NewParameters();
        Attention(code, $"{Part(0).Shape}", query, new AttentionQueryGradientKernel(gradient, Part(0), query));
        var key = NewParameters();
        Attention(code, $"{Part(1).Shape}, {Part(2).Shape}", key, new AttentionKeyGradientKernel(gradient, Part(1), Part(2), key));
    }

    private void Attention(CodeWriter code, string shapes, ViewParameters parameters, AttentionKernel kernel) =>
        code.Line(kernel.Launch(New("Attention", shapes, parameters, kernel.Body, kernel.Members, kernel.Interface)));

    private string New(string kind, string comment, ViewParameters parameters, string body, string methods = "", string implements = "Gpu::IKernel")
    {
        string members = string.Join("\n", new[] { parameters.Members, methods }.Where(part => part.Length > 0));
        string name = _kernels.Add(kind, $"→ {comment}", parameters.Fields, body, members, implements);
        return $"new {_home}.{name}({parameters.FieldArguments})";
    }
}

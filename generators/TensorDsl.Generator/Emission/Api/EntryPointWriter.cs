using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>Writes the method that runs one program.</summary>
internal sealed class EntryPointWriter(Plan plan, ModelInputs inputs)
{
    private readonly IReadOnlyList<InputNode> _taken = plan.Graph.Inputs;
    private readonly bool _isScalar = plan.Graph.Outputs.Count == 1 && plan.Graph.Outputs.Values.Single().Shape.Count.IsOne;
    private readonly List<string> _sizes =
        [.. inputs.Symbols.Where(symbol => plan.Graph.Inputs.Any(input => Text.Symbols(input.Shape.Count).Contains(symbol)))];

    // What is written to the caller's spans; a single number is returned instead.
    private IEnumerable<KeyValuePair<string, Node>> Spans => _isScalar ? [] : plan.Graph.Outputs;

    public void Write(CodeWriter code)
    {
        var arguments = _taken.Select(input => $"ReadOnlySpan<{ModelInputs.ElementType(input)}> {Text.Pointer(input.Name)}")
            .Concat(_sizes.Select(symbol => $"int {Text.Variable(symbol)}"))
            .Concat(Spans.Select(output => $"Span<float> {Text.Pointer(output.Key)}"));

        code.Line();
        code.Line($"/// <summary>{Summary()}</summary>");
        foreach (var input in _taken)
            code.Line($"/// <param name=\"{Text.Pointer(input.Name)}\">{input.Shape}, row-major{Range(input)}.</param>");
        foreach (string symbol in _sizes)
            code.Line($"/// <param name=\"{Text.Variable(symbol)}\">The size {symbol}{(inputs.Bounds.TryGetValue(symbol, out int bound) ? FormattableString.Invariant($", at most {bound}") : "")}.</param>");
        foreach (var output in Spans)
            code.Line($"/// <param name=\"{Text.Pointer(output.Key)}\">Written: {output.Value.Shape}, row-major.</param>");
        code.Line("/// <exception cref=\"ArgumentException\">A size, a span's length or a token is out of range.</exception>");
        code.Block($"public {(_isScalar ? "float" : "void")} {plan.Name}({string.Join(", ", arguments)})", () => Body(code));
    }

    private void Body(CodeWriter code)
    {
        Checks(code);
        if (_isScalar)
            code.Line("float value = 0;");
        foreach (var input in _taken)
            code.Line($"fixed ({ModelInputs.ElementType(input)}* {Text.Pointer(input.Name)}Data = {Text.Pointer(input.Name)})");
        foreach (var output in Spans)
            code.Line($"fixed (float* {Text.Pointer(output.Key)}Data = {Text.Pointer(output.Key)})");
        code.Block("", () =>
        {
            code.Line("var state = new State");
            code.Line("{");
            code.Indented(() =>
            {
                code.Line("Parameters = Parameters.Data,\nGradients = Gradients.Data,");
                code.Line($"Arena = _arena.Reserve({Length(plan.Sections)}),");
                if (inputs.HasDropout)
                    code.Line("DropoutSeed = DropoutSeed,");
                foreach (string name in _taken.Select(input => input.Name).Concat(Spans.Select(output => output.Key)))
                    code.Line($"{ModelInputs.Field(name)} = {Text.Pointer(name)}Data,");
                if (_isScalar)
                    code.Line($"{ModelInputs.Field(plan.Graph.Outputs.Keys.Single())} = &value,");
                foreach (string symbol in _sizes)
                    code.Line($"{symbol} = {Text.Variable(symbol)},");
            });
            code.Line("};");
            code.Line($"if (Cpu::SimdWidth.Is512)\n    Team.Run(&{plan.Name}Program<Cpu::F512>, (nint)(&state));");
            code.Line($"else if (Cpu::SimdWidth.Is256)\n    Team.Run(&{plan.Name}Program<Cpu::F256>, (nint)(&state));");
            code.Line($"else\n    Team.Run(&{plan.Name}Program<Cpu::F128>, (nint)(&state));");
        });
        code.Line("GC.KeepAlive(this);");
        if (_isScalar)
            code.Line("return value;");
    }

    private void Checks(CodeWriter code)
    {
        foreach (string symbol in _sizes)
            code.Line($"CheckSize({Text.Variable(symbol)}, {(inputs.Bounds.TryGetValue(symbol, out int bound) ? bound.ToString(CultureInfo.InvariantCulture) : "int.MaxValue")}, nameof({Text.Variable(symbol)}));");
        foreach (var size in Largest(plan))
            code.Line(FormattableString.Invariant($"CheckVolume({size.Factor}L * {string.Join(" * ", Text.Symbols(size).Select(Text.Variable))});"));
        foreach (var input in _taken)
        {
            string name = Text.Pointer(input.Name);
            string length = $"checked({Text.Of(input.Shape.Count.Plain)})";
            string vocabulary = inputs.Vocabularies.TryGetValue(input.Name, out int count) ? count.ToString(CultureInfo.InvariantCulture) : "int.MaxValue";
            code.Line(input is TokensNode
                ? $"CheckTokens({name}, {length}, {vocabulary}, nameof({name}));"
                : $"CheckLength({name}.Length, {length}, nameof({name}));");
        }

        foreach (var output in Spans)
            code.Line($"CheckLength({Text.Pointer(output.Key)}.Length, checked({Text.Of(output.Value.Shape.Count.Plain)}), nameof({Text.Pointer(output.Key)}));");
    }

    /// <summary>The largest values of a plan: kernels count elements in 32 bits.</summary>
    public static IEnumerable<Dim> Largest(Plan plan) => plan.Storage.Values.OfType<Storage.InArena>()
        .Select(place => place.Buffer is { IsDense: true } all ? all.Size * all.Slots : place.Buffer.Size)
        .Concat(plan.Graph.Outputs.Values.Concat(plan.Graph.Inputs).Select(node => node.Shape.Count))
        .Where(size => !size.IsConstant)
        .GroupBy(size => size.Symbols)
        .Select(group => group.OrderByDescending(size => size.Factor).First().Plain);

    /// <summary>The floats of an arena's sections.</summary>
    public static string Length(IEnumerable<(string Symbols, long Units)> sections) => string.Join(" + ", sections
        .Select(section => section.Symbols.Length == 0
            ? section.Units.ToString(CultureInfo.InvariantCulture) + "L"
            : $"({section.Units.ToString(CultureInfo.InvariantCulture)}L * Units(checked({ProgramWriter.Product(section.Symbols)})))")
        .DefaultIfEmpty("0"));

    private string Range(InputNode input) => inputs.Vocabularies.TryGetValue(input.Name, out int count)
        ? FormattableString.Invariant($", each 0 … {count - 1}")
        : "";

    private string Summary() => plan.Graph.Gradients.Count > 0
        ? "The loss; <see cref=\"Gradients\"/> then holds its gradient."
        : _isScalar ? $"The result of <c>{plan.Name}</c>; parameters and gradients are left alone."
        : $"Writes <c>{plan.Name}</c> {string.Join(", ", Spans.Select(output => output.Value.Shape))}.";
}

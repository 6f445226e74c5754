using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>Writes the method that runs one program.</summary>
internal sealed class EntryPointWriter(Plan plan, ModelInputs inputs)
{
    private readonly KeyValuePair<string, Node> _output = plan.Graph.Outputs.Single();

    public void Write(CodeWriter code)
    {
        bool scalar = _output.Value.Shape.Count.IsOne;
        var taken = plan.Graph.Inputs.Where(input => plan.Storage.Values.Contains(new Storage.AtCaller(input.Name))).ToList();
        var all = taken.Count == 0 ? plan.Graph.Inputs : taken;
        var sizes = inputs.Symbols.Where(symbol => all.Any(input => input.Shape.Axes.Any(axis => Text.Symbols(axis.Size).Contains(symbol)))
            || plan.Graph.Outputs.Values.Any(node => Text.Symbols(node.Shape.Count).Contains(symbol))).ToList();
        string result = Names.Lower(_output.Key);
        var arguments = all.Select(input => $"ReadOnlySpan<int> {Text.Pointer(input.Name)}")
            .Concat(sizes.Select(symbol => $"int {Text.Variable(symbol)}"))
            .Concat(scalar ? [] : [$"Span<float> {result}"]);

        code.Line();
        code.Line($"/// <summary>{Summary(scalar)}</summary>");
        foreach (var input in all)
            code.Line($"/// <param name=\"{Text.Pointer(input.Name)}\">{input.Shape}, row-major{Range(input)}.</param>");
        foreach (string symbol in sizes)
            code.Line($"/// <param name=\"{Text.Variable(symbol)}\">The size {symbol}{(inputs.Bounds.TryGetValue(symbol, out int bound) ? FormattableString.Invariant($", at most {bound}") : "")}.</param>");
        if (!scalar)
            code.Line($"/// <param name=\"{result}\">Written: {_output.Value.Shape}, row-major.</param>");
        code.Line("/// <exception cref=\"ArgumentException\">A size, a span's length or a token is out of range.</exception>");
        code.Block($"public {(scalar ? "float" : "void")} {plan.Name}({string.Join(", ", arguments)})", () => Body(code, scalar, all, sizes, result));
    }

    private void Body(CodeWriter code, bool scalar, IReadOnlyList<TokensNode> taken, List<string> sizes, string result)
    {
        foreach (string symbol in sizes)
            code.Line($"CheckSize({Text.Variable(symbol)}, {(inputs.Bounds.TryGetValue(symbol, out int bound) ? bound.ToString(CultureInfo.InvariantCulture) : "int.MaxValue")}, nameof({Text.Variable(symbol)}));");
        foreach (var size in Largest())
            code.Line(FormattableString.Invariant($"CheckVolume({size.Factor}L * {string.Join(" * ", Text.Symbols(size).Select(Text.Variable))});"));
        foreach (var input in taken)
        {
            string name = Text.Pointer(input.Name);
            string vocabulary = inputs.Vocabularies.TryGetValue(input.Name, out int count) ? count.ToString(CultureInfo.InvariantCulture) : "int.MaxValue";
            code.Line($"CheckTokens({name}, checked({Text.Of(input.Shape.Count.Plain)}), {vocabulary}, nameof({name}));");
        }

        if (!scalar)
            code.Line($"CheckLength({result}.Length, checked({Text.Of(_output.Value.Shape.Count.Plain)}), nameof({result}));");
        else
            code.Line("float value = 0;");
        foreach (var input in taken)
            code.Line($"fixed (int* {Text.Pointer(input.Name)}Data = {Text.Pointer(input.Name)})");
        if (!scalar)
            code.Line($"fixed (float* {result}Data = {result})");
        code.Block("", () =>
        {
            code.Line("var state = new State");
            code.Line("{");
            code.Indented(() =>
            {
                code.Line("Parameters = Parameters.Data,\nGradients = Gradients.Data,");
                code.Line($"Arena = _arena.Reserve({Length()}),");
                foreach (var input in taken)
                    code.Line($"{Names.Upper(Text.Pointer(input.Name))} = {Text.Pointer(input.Name)}Data,");
                code.Line($"{_output.Key} = {(scalar ? "&value" : result + "Data")},");
                foreach (string symbol in sizes)
                    code.Line($"{symbol} = {Text.Variable(symbol)},");
            });
            code.Line("};");
            code.Line($"if (Cpu::SimdWidth.Is512)\n    Team.Run(&{plan.Name}Program<Cpu::F512>, (nint)(&state));");
            code.Line($"else if (Cpu::SimdWidth.Is256)\n    Team.Run(&{plan.Name}Program<Cpu::F256>, (nint)(&state));");
            code.Line($"else\n    Team.Run(&{plan.Name}Program<Cpu::F128>, (nint)(&state));");
        });
        code.Line("GC.KeepAlive(this);");
        if (scalar)
            code.Line("return value;");
    }

    // Kernels count elements in 32 bits.
    private IEnumerable<Dim> Largest() => plan.Storage.Values.OfType<Storage.InArena>().Select(place => place.Buffer.Size)
        .Concat(plan.Graph.Outputs.Values.Select(node => node.Shape.Count))
        .Where(size => !size.IsConstant)
        .GroupBy(size => size.Symbols)
        .Select(group => group.OrderByDescending(size => size.Factor).First().Plain);

    private string Length() => string.Join(" + ", plan.Sections
        .Select(section => section.Symbols.Length == 0
            ? section.Units.ToString(CultureInfo.InvariantCulture) + "L"
            : $"({section.Units.ToString(CultureInfo.InvariantCulture)}L * Units(checked({ProgramWriter.Product(section.Symbols)})))")
        .DefaultIfEmpty("0"));

    private string Range(TokensNode input) => inputs.Vocabularies.TryGetValue(input.Name, out int count)
        ? FormattableString.Invariant($", each 0 … {count - 1}")
        : "";

    private string Summary(bool scalar) => plan.Name == ModelStages.Backward
        ? "The loss; <see cref=\"Gradients\"/> then holds its gradient."
        : scalar ? $"The result of <c>{plan.Name}</c>; parameters and gradients are left alone."
        : $"Writes <c>{plan.Name}</c> {_output.Value.Shape}.";
}

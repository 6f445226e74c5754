using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>Writes the method that runs one program; with taps and patches, a method of the look that holds them.</summary>
internal sealed class EntryPointWriter
{
    private readonly Plan _plan;
    private readonly ModelInputs _inputs;
    private readonly LookMembers? _look;
    private readonly List<InputNode> _taken;
    private readonly List<KeyValuePair<string, Node>> _outputs;
    private readonly bool _isScalar;
    private readonly List<string> _sizes;
    private readonly IReadOnlyList<SizeRule> _rules;
    private readonly SortedDictionary<string, int> _least;

    // The model, as seen from the method.
    private readonly string _model;

    // Where the programs are.
    private readonly string _home;

    public EntryPointWriter(Plan plan, ModelInputs inputs, LookMembers? look = null)
    {
        (_plan, _inputs, _look) = (plan, inputs, look);
        _taken = [.. plan.Graph.Inputs.Except(plan.Graph.Patches.SelectMany(patch => patch.Inputs))];
        _outputs = [.. plan.Graph.Outputs.Where(output => plan.Graph.Taps.All(tap => tap.Seen != output.Key))];
        _isScalar = _outputs.Count == 1 && _outputs[0].Value.Shape.Count.IsOne;
        _sizes = [.. inputs.Symbols.Where(symbol => plan.Graph.Inputs.Any(input => Text.Symbols(input.Shape.Count).Contains(symbol)))];
        _rules = SizeRule.Of(plan.Graph);
        _least = SizeWriter.Least(_rules);
        _model = look is null ? "" : "@this.";
        _home = look is null ? "Generated." : "";
    }

    // What is written to the caller's spans; a single number is returned instead.
    private IEnumerable<KeyValuePair<string, Node>> Spans => _isScalar ? [] : _outputs;

    /// <summary>The type that the method returns.</summary>
    public string Result => _isScalar ? "float" : "void";

    /// <summary>Whether that is the program's one result.</summary>
    public bool IsScalar => _isScalar;

    /// <summary>Whether the program computes the gradient of that number, which may be all that is wanted.</summary>
    public bool IsGradient => _isScalar && _plan.Name == ModelStages.Backward(_outputs[0].Key);

    /// <summary>The sizes that the method takes.</summary>
    public IReadOnlyList<string> Sizes => _sizes;

    /// <summary>What the method takes.</summary>
    public IEnumerable<(string Type, string Name)> Arguments =>
        _taken.Select(input => ($"ReadOnlySpan<{ModelInputs.ElementType(input)}>", Text.Pointer(input.Name)))
            .Concat(_sizes.Select(symbol => ("int", Text.Variable(symbol))))
            .Concat(Spans.Select(output => ("Span<float>", Text.Pointer(output.Key))));

    private string Declared => string.Join(", ", Arguments.Select(argument => $"{argument.Type} {argument.Name}"));

    /// <summary>Writes the method of the model.</summary>
    public void Write(CodeWriter code)
    {
        Comment(code, Summary());
        if (_look is null)
        {
            code.Block($"public {Result} {_plan.Name}({Declared})", () => Body(code));
            if (IsGradient)
                Differentiate(code);
            return;
        }

        code.Block($"public {Result} {_plan.Name}({Declared}, {_look.Class} {_look.Variable})", () =>
        {
            code.Line($"ArgumentNullException.ThrowIfNull({_look.Variable});");
            string passed = string.Concat(Arguments.Select(argument => ", " + argument.Name));
            code.Line($"{(_isScalar ? "return " : "")}{_look.Variable}.{_look.Run(_plan)}(this{passed});");
        });
    }

    /// <summary>Writes the method of the look, which the model's calls.</summary>
    public void WriteRun(CodeWriter code)
    {
        code.Line();
        code.Block($"internal {Result} {_look!.Run(_plan)}({_look.Model} @this, {Declared})", () => Body(code));
    }

    private void Comment(CodeWriter code, string summary)
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        foreach (var input in _taken)
            code.Line($"/// <param name=\"{Text.Pointer(input.Name)}\">{input.Shape}, row-major{Range(input)}.</param>");
        foreach (string symbol in _sizes)
            code.Line($"/// <param name=\"{Text.Variable(symbol)}\">The size {symbol}{(_least.TryGetValue(symbol, out int least) ? FormattableString.Invariant($", at least {least}") : "")}"
                + $"{(_plan.Graph.Bounds.TryGetValue(symbol, out int bound) ? FormattableString.Invariant($", at most {bound}") : "")}.</param>");
        foreach (var output in Spans)
            code.Line($"/// <param name=\"{Text.Pointer(output.Key)}\">Written: {output.Value.Shape}, row-major.</param>");
        if (_look is not null)
            code.Line($"/// <param name=\"{_look.Variable}\">Its taps then hold what they saw; its patches are in effect.</param>");
        string disagrees = _look is null ? "" : " The look is for other sizes.";
        code.Line($"/// <exception cref=\"ArgumentException\">A size, a span's length or a token is out of range.{disagrees}</exception>");
    }

    private void Body(CodeWriter code)
    {
        Checks(code);
        if (_inputs.HasGpu && _look is null)
            OnDevice(code);
        if (_isScalar)
            code.Line("float value = 0;");
        foreach (var input in _taken)
            code.Line($"fixed ({ModelInputs.ElementType(input)}* {Text.Pointer(input.Name)}Data = {Text.Pointer(input.Name)})");
        foreach (var output in Spans)
            code.Line($"fixed (float* {Text.Pointer(output.Key)}Data = {Text.Pointer(output.Key)})");
        foreach (var (name, _, memory) in Looked)
            code.Line($"fixed (float* {Text.Pointer(name)}Data = {memory})");
        code.Block("", () =>
        {
            code.Line($"var state = new {_home}State");
            code.Line("{");
            code.Indented(() =>
            {
                code.Line($"Parameters = {_model}Parameters.Data,\nGradients = {_model}Gradients.Data,");
                code.Line($"Arena = {_model}_arena.Reserve({_home}{ArenaSections.LengthCall(_plan)}),");
                if (_inputs.HasDropout)
                    code.Line($"DropoutSeed = {_model}DropoutSeed,");
                foreach (string name in _taken.Select(input => input.Name).Concat(Spans.Select(output => output.Key)).Concat(Looked.Select(looked => looked.Name)))
                    code.Line($"{ModelInputs.Field(name)} = {Text.Pointer(name)}Data,");
                if (_isScalar)
                    code.Line($"{ModelInputs.Field(_outputs[0].Key)} = &value,");
                foreach (string symbol in _sizes)
                    code.Line($"{symbol} = {Text.Variable(symbol)},");
            });
            code.Line("};");
            code.Line($"if (Cpu::SimdWidth.Is512)\n    {_model}Team.Run(&{_home}{_plan.Name}Program<Cpu::F512>, (nint)(&state));");
            code.Line($"else if (Cpu::SimdWidth.Is256)\n    {_model}Team.Run(&{_home}{_plan.Name}Program<Cpu::F256>, (nint)(&state));");
            code.Line($"else\n    {_model}Team.Run(&{_home}{_plan.Name}Program<Cpu::F128>, (nint)(&state));");
        });
        code.Line($"GC.KeepAlive({(_look is null ? "this" : "@this")});");
        if (_isScalar)
            code.Line("return value;");
    }

    private void Differentiate(CodeWriter code)
    {
        string passed = string.Join(", ", Arguments.Select(argument => argument.Name));
        Comment(code, $"The gradient of <c>{_outputs[0].Key}</c> alone, in <see cref=\"Gradients\"/>; a device is asked for it and not waited for.");
        code.Block($"public void {ModelStages.Differentiate(_outputs[0].Key)}({Declared})", () =>
        {
            if (!_inputs.HasGpu)
            {
                code.Line($"{_plan.Name}({passed});");
                return;
            }

            code.Block("if (_programs is null)", () => code.Line($"{_plan.Name}({passed});\nreturn;"));
            code.Line();
            Checks(code);
            code.Line($"_programs.{_plan.Name}({passed}, isWanted: false);");
        });
    }

    // A model that is bound to a device runs there.
    private void OnDevice(CodeWriter code)
    {
        string call = $"_programs.{_plan.Name}({string.Join(", ", Arguments.Select(argument => argument.Name))});";
        if (_isScalar)
            code.Line($"if (_programs is not null)\n    return {call}");
        else
            code.Block("if (_programs is not null)", () => code.Line($"{call}\nreturn;"));
    }

    // What taps and patches have in memory: the name that the program knows it by, and where it is.
    private IEnumerable<(string Name, LookPoint Point, string Memory)> Looked => _look is null ? [] :
    [
        .. _plan.Graph.Taps.Select(tap => (tap.Seen, tap, $"Taps.{tap.Property}.Span")),
        .. _plan.Graph.Patches.Select(patch => (patch.Inputs[0].Name, patch, $"Patches.{patch.Property}.Kept")),
        .. _plan.Graph.Patches.Select(patch => (patch.Inputs[1].Name, patch, $"Patches.{patch.Property}.Added")),
    ];

    private void Checks(CodeWriter code)
    {
        foreach (string symbol in _look is null ? [] : _sizes.Where(_look.Symbols.Contains))
            code.Line($"CheckLooked({Text.Variable(symbol)}, _{Text.Variable(symbol)}, nameof({Text.Variable(symbol)}));");
        foreach (string symbol in _sizes)
            code.Line($"Generated.CheckSize({Text.Variable(symbol)}, {(_plan.Graph.Bounds.TryGetValue(symbol, out int bound) ? bound.ToString(CultureInfo.InvariantCulture) : "int.MaxValue")}, nameof({Text.Variable(symbol)}));");
        SizeWriter.Declare(code, DerivedSizes.Of(_plan.Graph), isChecked: true);
        SizeWriter.Check(code, _rules);
        foreach (var size in Largest(_plan))
            code.Line(FormattableString.Invariant($"Generated.CheckVolume({size.Factor}L * {string.Join(" * ", Text.Symbols(size).Select(Text.Variable))});"));
        foreach (var input in _taken)
        {
            string name = Text.Pointer(input.Name);
            string length = $"checked({Text.Of(input.Shape.Count.Plain)})";
            string vocabulary = _inputs.Vocabularies.TryGetValue(input.Name, out int count) ? count.ToString(CultureInfo.InvariantCulture) : "int.MaxValue";
            code.Line(input is TokensNode
                ? $"Generated.CheckTokens({name}, {length}, {vocabulary}, nameof({name}));"
                : $"Generated.CheckLength({name}.Length, {length}, nameof({name}));");
        }

        foreach (var output in Spans)
            code.Line($"Generated.CheckLength({Text.Pointer(output.Key)}.Length, checked({Text.Of(output.Value.Shape.Count.Plain)}), nameof({Text.Pointer(output.Key)}));");
    }

    /// <summary>The largest values of a plan: kernels count elements in 32 bits.</summary>
    public static IEnumerable<Dim> Largest(Plan plan) => plan.Storage.Values.OfType<Storage.InArena>()
        .Select(place => place.Buffer is { IsDense: true } all ? all.Size * all.Slots : place.Buffer.Size)
        .Concat(plan.Graph.Outputs.Values.Concat(plan.Graph.Inputs).Select(node => node.Shape.Count))
        .Where(size => !size.IsConstant)
        .GroupBy(size => size.Symbols)
        .Select(group => group.OrderByDescending(size => size.Factor).First().Plain);

    /// <summary>The floats of the caches' sections.</summary>
    public static string Length(IEnumerable<(string Symbols, long Units)> sections) => string.Join(" + ", sections
        .Select(section => section.Symbols.Length == 0
            ? section.Units.ToString(CultureInfo.InvariantCulture) + "L"
            : $"Generated.Units({section.Units.ToString(CultureInfo.InvariantCulture)} * (nint){ArenaSections.Product(section.Symbols)})")
        .DefaultIfEmpty("0"));

    private string Range(InputNode input) => _inputs.Vocabularies.TryGetValue(input.Name, out int count)
        ? FormattableString.Invariant($", each 0 … {count - 1}")
        : "";

    private string Summary() => _plan.Graph.Gradients.Count > 0
        ? "The loss; <see cref=\"Gradients\"/> then holds its gradient."
        : _isScalar ? $"The result of <c>{_plan.Name}</c>; parameters and gradients are left alone."
        : $"Writes <c>{_plan.Name}</c> {string.Join(", ", Spans.Select(output => output.Value.Shape))}.";
}

using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>
/// Writes the part of a causal model that runs it a few positions at a time: a class of its own, nested in the model's,
/// with the caches, the programs and their kernels.
/// </summary>
internal sealed class GenerationWriter
{
    private readonly ModelClass _model;
    private readonly IncrementalPlans _plans;
    private readonly ParameterLayout _layout;
    private readonly CompactLayout? _compact;
    private readonly InputNode _tokens;
    private readonly Node _logits;
    private readonly IReadOnlyList<InputNode> _others;
    private readonly IReadOnlyList<string> _sizes;
    private readonly IReadOnlyList<string> _symbols;
    private readonly string _name;
    private readonly bool _isRecurrent;

    public GenerationWriter(ModelClass model, IncrementalPlans plans, ParameterLayout layout, bool hasGpu)
    {
        (_model, _plans, _layout, HasGpu) = (model, plans, layout, hasGpu);
        _compact = CompactLayout.Of(layout, [.. new[] { plans.Step, plans.Once }.OfType<Plan>()]);
        _tokens = plans.Step.Graph.Inputs.Single(input => input.Shape.Axes.Any(axis => plans.Time.IsIn(axis.Size)));
        _logits = plans.Step.Graph.Outputs[DerivedLoss.Logits];
        _others = plans.Once?.Graph.Inputs ?? [];
        _sizes = [.. new[] { _tokens }.Concat(_others).SelectMany(input => input.Shape.Axes).SelectMany(axis => Text.Symbols(axis.Size))
            .Where(symbol => symbol != Time.Time).Distinct()];
        _isRecurrent = plans.Step.Graph.Stores.Count > 0;
        _symbols = [.. _sizes, Time.Time, Time.Past, .. _isRecurrent ? new[] { Time.Before } : [], Time.Latest, Time.Seen, Time.Capacity];
        _name = model.Name == "Generation" || model.Nested.Contains("Generation") ? "Generations" : "Generation";
    }

    /// <summary>What is handed in at each step.</summary>
    public InputNode Tokens => _tokens;

    /// <summary>What is handed in before the first position.</summary>
    public IReadOnlyList<InputNode> Others => _others;

    /// <summary>The sizes that a generation has from the start.</summary>
    public IReadOnlyList<string> Sizes => _sizes;

    /// <summary>The sizes of a step.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    private bool HasGpu { get; }

    private Generation.TimeSymbols Time => _plans.Time;

    private int Bound => _plans.Step.Graph.Bounds.TryGetValue(Time.Time, out int bound) ? bound : 0;

    private string Capacity => Text.Variable(Time.Capacity);

    // What a caller hands in before the first position, and the sizes of it and of the batch.
    private string Given(bool defaults = false) => string.Concat(_others.Select(input => $"ReadOnlySpan<{ModelInputs.ElementType(input)}> {Text.Pointer(input.Name)}, "))
        + string.Concat(_sizes.Select(symbol => $"int {Text.Variable(symbol)}{(_others.Count == 0 && Bound > 0 && defaults ? " = 1" : "")}, "));

    private string Interface => _others.Count > 0 ? "" : $" : Dsl::Sampling.{(_compact is null ? "IGenerativeModel" : "ICompactableModel")}";

    private string Batch => Text.Of(_tokens.Shape[0].Size);

    public void Write(CodeWriter code) => code.Block($"{SourceFile.Head(_model)}{Interface}", () =>
    {
        New(code, _compact is null ? "this" : "this, null");
        code.Line();
        code.Line("/// <summary>Sequences that the model reads a few positions at a time; use it before the model is disposed.</summary>");
        code.Block($"public sealed unsafe class {_name} : Dsl::Sampling.IGeneration", () => Class(code));
        if (_compact is not null)
            new CompactWriter(_model, _compact).Write(code, isGenerative: _others.Count == 0, () => New(code, "_model, Weights"));
    });

    // From the model, or from the same with its weights in fewer bits.
    private void New(CodeWriter code, string model)
    {
        string arguments = string.Concat(_others.Select(input => $"{Text.Pointer(input.Name)}, "))
            + string.Concat(_sizes.Select(symbol => $"{Text.Variable(symbol)}, "));
        code.Line("/// <summary>Allocates the caches of new sequences, which the model then reads a few positions at a time.</summary>");
        foreach (var input in _others)
            code.Line($"/// <param name=\"{Text.Pointer(input.Name)}\">{input.Shape}, row-major; what follows from it alone is computed here, once.</param>");
        foreach (string symbol in _sizes)
            code.Line($"/// <param name=\"{Text.Variable(symbol)}\">The size {symbol}.</param>");
        code.Line($"/// <param name=\"{Capacity}\">The longest sequence that there is room for{(Bound > 0 ? FormattableString.Invariant($", at most {Bound}; 0 for that") : "")}.</param>");
        code.Line("/// <exception cref=\"ArgumentException\">A size, a span's length or a token is out of range.</exception>");
        code.Line($"public {_name} NewGeneration({Given(defaults: true)}int {Capacity}{(Bound > 0 ? " = 0" : "")}) => new({model}, {arguments}{Capacity});");
        if (_others.Count > 0)
            return;
        code.Line();
        code.Line("Dsl::Sampling.IGeneration Dsl::Sampling.IGenerativeModel.NewGeneration(int batch, int capacity) => "
            + $"NewGeneration({(_sizes.Count > 0 ? "batch, " : "")}capacity);");
    }

    private void Class(CodeWriter code)
    {
        code.Line($"private readonly {_model.Name} _model;");
        if (_compact is not null)
            code.Line("private readonly Dsl::CompactWeights? _weights;");
        code.Line("private readonly Cpu::ActivationArena _caches = new();\nprivate bool _isDisposed;");
        if (HasGpu)
            code.Line("private readonly Generated.GpuGeneration? _programs;");
        foreach (string symbol in _sizes)
            code.Line($"private readonly int _{Text.Variable(symbol)};");
        code.Line();
        Constructor(code);
        code.Line();
        code.Line($"/// <inheritdoc/>\npublic int Batch => {Qualified(_tokens.Shape[0].Size)};");
        code.Line("\n/// <inheritdoc/>\npublic int Capacity { get; }");
        code.Line($"\n/// <inheritdoc/>\npublic int Vocabulary => {Text.Of(_logits.Shape[2].Size.Plain)};");
        code.Line("\n/// <inheritdoc/>\npublic int Position { get; private set; }");
        code.Line();
        Next(code);
        code.Line("\n/// <inheritdoc/>\npublic void Reset() => Position = 0;");
        code.Line();
        code.Line("/// <inheritdoc/>");
        code.Block("public void Truncate(int position)", () =>
        {
            code.Line("ArgumentOutOfRangeException.ThrowIfNegative(position);");
            code.Line("ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Position);");
            code.Line("Position = position;");
        });
        code.Line();
        Reorder(code);
        code.Line();
        code.Line("/// <inheritdoc/>");
        code.Block("public void Dispose()", () => code.Line($"_caches.Dispose();{(HasGpu ? "\n_programs?.Dispose();" : "")}\n_isDisposed = true;"));
        code.Line();
        Programs(code);
    }

    private void Constructor(CodeWriter code) => code.Block($"internal {_name}({_model.Name} model, {(_compact is null ? "" : "Dsl::CompactWeights? weights, ")}{Given()}int {Capacity})", () =>
    {
        foreach (string symbol in _sizes)
        {
            string most = _plans.Step.Graph.Bounds.TryGetValue(symbol, out int bound) ? bound.ToString(CultureInfo.InvariantCulture) : "int.MaxValue";
            code.Line($"Generated.CheckSize({Text.Variable(symbol)}, {most}, nameof({Text.Variable(symbol)}));");
        }

        if (Bound > 0)
            code.Line(FormattableString.Invariant($"{Capacity} = {Capacity} == 0 ? {Bound} : {Capacity};"));
        code.Line($"Generated.CheckSize({Capacity}, {(Bound > 0 ? Bound.ToString(CultureInfo.InvariantCulture) : "int.MaxValue")}, nameof({Capacity}));");
        Derive(code);
        foreach (var slot in _plans.Caches.Slots.Select(slot => slot.Size).Where(size => !size.IsConstant).Distinct())
            code.Line(Volume(slot));
        foreach (var input in _others)
            Check(code, _plans.Once!, input);
        code.Line($"_model = model;\nCapacity = {Capacity};");
        if (_compact is not null)
            code.Line("_weights = weights;");
        foreach (string symbol in _sizes)
            code.Line($"_{Text.Variable(symbol)} = {Text.Variable(symbol)};");
        foreach (var size in _plans.Once is { } first ? EntryPointWriter.Largest(first) : [])
            code.Line(Volume(size));
        if (HasGpu)
        {
            // Weights in fewer bits are the CPU's.
            code.Block($"if (model._programs is not null{(_compact is null ? "" : " && weights is null")})", () =>
            {
                code.Line("_programs = new Generated.GpuGeneration(model, model._programs.Device);");
                if (_plans.Once is { } once)
                    code.Line($"_programs.Once({string.Join(", ", _others.Select(input => Text.Pointer(input.Name)).Concat(_sizes.Append(Time.Capacity).Select(Text.Variable)))});");
                code.Line("return;");
            });
        }

        code.Line($"float* cache = _caches.Reserve({EntryPointWriter.Length(_plans.Caches.Sections)});");
        if (_plans.Once is not { } once)
            return;
        foreach (var input in _others)
            code.Line($"fixed ({ModelInputs.ElementType(input)}* {Text.Pointer(input.Name)}Data = {Text.Pointer(input.Name)})");
        code.Block("", () => Run(code, once, _others, _sizes.Append(Time.Capacity), ""));
        code.Line("GC.KeepAlive(model);");
    });

    // Sizes that follow from those of the other inputs; what follows from the length in time makes no step.
    private void Derive(CodeWriter code, bool isChecked = true)
    {
        var plans = new[] { _plans.Step, _plans.Once }.OfType<Plan>().ToList();
        SizeWriter.Declare(code, plans.SelectMany(plan => DerivedSizes.Of(plan.Graph)).Distinct(), isChecked);
        if (isChecked)
            SizeWriter.Check(code, [.. plans.SelectMany(plan => SizeRule.Of(plan.Graph)).Where(rule => rule.Rest.Symbols.All(_sizes.Contains)).Distinct()]);
    }

    private void Next(CodeWriter code)
    {
        string tokens = Text.Pointer(_tokens.Name), t = Text.Variable(Time.Time), seen = Text.Variable(Time.Seen);
        code.Line("/// <inheritdoc/>");
        code.Block($"public void Next(ReadOnlySpan<int> {tokens}, Span<float> logits)", () =>
        {
            code.Line("ObjectDisposedException.ThrowIf(_isDisposed, this);");
            foreach (string symbol in _sizes)
                code.Line($"int {Text.Variable(symbol)} = _{Text.Variable(symbol)};");
            Derive(code, isChecked: false);
            code.Line($"int {t} = {tokens}.Length / {Batch}, {Text.Variable(Time.Past)} = Position, {Text.Variable(Time.Latest)} = {t} - 1;");
            if (_isRecurrent)
                code.Line($"int {Text.Variable(Time.Before)} = Math.Max(Position - 1, 0);");
            code.Line($"int {Capacity} = Capacity, {seen} = {Capacity};");
            code.Line($"if ({t} < 1)\n    throw new ArgumentException(\"There is no token for each sequence.\", nameof({tokens}));");
            code.Line($"if ({t} > {Capacity} - Position)\n    throw new ArgumentException($\"There is room for {{{Capacity}}} positions, of which {{Position}} are taken; {{{t}}} are too many.\", nameof({tokens}));");
            Check(code, _plans.Step, _tokens);
            code.Line($"Generated.CheckLength(logits.Length, checked({Text.Of(_logits.Shape.Count.Plain)}), nameof(logits));");
            foreach (var size in EntryPointWriter.Largest(_plans.Step))
                code.Line(Volume(size));
            if (HasGpu)
            {
                code.Block("if (_programs is not null)", () =>
                {
                    string sizes = string.Concat(_symbols.Where(symbol => symbol != Time.Seen).Select(symbol => $"{Text.Variable(symbol)}, "));
                    code.Line($"_programs.Step({tokens}, {sizes}logits);\nPosition += {t};\nreturn;");
                });
            }

            code.Line("float* cache = _caches.Reserve(0);");
            code.Line($"fixed (int* {tokens}Data = {tokens})\nfixed (float* logitsData = logits)");
            code.Block("", () => Run(code, _plans.Step, [_tokens], _symbols, $"{seen} = {Text.Variable(Time.Past)} + {t};"));
            code.Line($"Position += {t};\nGC.KeepAlive(this);\nGC.KeepAlive(_model);");
        });
    }

    // The arena has room for the largest sizes at once, so that it does not grow from step to step.
    private void Run(CodeWriter code, Plan plan, IEnumerable<InputNode> inputs, IEnumerable<string> symbols, string then)
    {
        code.Line($"float* arena = _model._arena.Reserve({ArenaSections.LengthCall(plan)});");
        if (then.Length > 0)
            code.Line(then);
        code.Line("var state = new State");
        code.Line("{");
        code.Indented(() =>
        {
            code.Line(_compact is null ? "Parameters = _model.Parameters.Data,"
                : "Parameters = _weights is null ? _model.Parameters.Data : _weights.Data,\nStorage = _weights is null ? default : _weights.Storage,");
            code.Line("Arena = arena,\nCache = cache,");
            foreach (var input in inputs)
                code.Line($"{ModelInputs.Field(input.Name)} = {Text.Pointer(input.Name)}Data,");
            foreach (string output in plan.Graph.Outputs.Keys)
                code.Line($"{output} = {Names.Lower(output)}Data,");
            foreach (string symbol in symbols)
                code.Line($"{symbol} = {Text.Variable(symbol)},");
        });
        code.Line("};");
        code.Line($"if (Cpu::SimdWidth.Is512)\n    _model.Team.Run(&{plan.Name}Program<Cpu::F512>, (nint)(&state));");
        code.Line($"else if (Cpu::SimdWidth.Is256)\n    _model.Team.Run(&{plan.Name}Program<Cpu::F256>, (nint)(&state));");
        code.Line($"else\n    _model.Team.Run(&{plan.Name}Program<Cpu::F128>, (nint)(&state));");
    }

    private void Reorder(CodeWriter code)
    {
        code.Line("/// <inheritdoc/>");
        code.Block("public void Reorder(ReadOnlySpan<int> sources)", () =>
        {
            code.Line("ObjectDisposedException.ThrowIf(_isDisposed, this);");
            foreach (string symbol in _sizes)
                code.Line($"int {Text.Variable(symbol)} = _{Text.Variable(symbol)};");
            Derive(code, isChecked: false);
            code.Line($"int {Capacity} = Capacity;");
            code.Line($"Generated.CheckTokens(sources, {Batch}, {Batch}, nameof(sources));");
            if (HasGpu)
            {
                string sizes = string.Concat(_sizes.Append(Time.Capacity).Select(symbol => $", {Text.Variable(symbol)}"));
                code.Block("if (_programs is not null)", () => code.Line($"_programs.Reorder(sources, Position{sizes});\nreturn;"));
            }

            code.Line("float* cache = _caches.Reserve(0);");
            ArenaSections.Caches(code, _plans.Caches, []);
            new CacheReordering(_plans.Caches, _tokens).Write(code, "float*", (outer, inner, used) => $"Cpu::Caches.Reorder(value, {outer}, {inner}, {used}, sources, _model._arena.Reserve(sources.Length * ({used})));");
        });
    }

    private void Programs(CodeWriter code)
    {
        code.Block("private struct State", () =>
        {
            code.Line("public float* Parameters, Gradients, Arena, Cache;");
            if (_compact is not null)
                code.Line("public Dsl::WeightStorage Storage;");
            foreach (var input in new[] { _tokens }.Concat(_others))
                code.Line($"public {ModelInputs.ElementType(input)}* {ModelInputs.Field(input.Name)};");
            code.Line($"public float* {DerivedLoss.Logits};");
            foreach (string symbol in _symbols)
                code.Line($"public int {symbol};");
        });
        var kernels = new KernelLibrary();
        foreach (var plan in new[] { _plans.Step, _plans.Once }.OfType<Plan>())
        {
            code.Line();
            ProgramWriter.Write(code, plan, _layout, kernels, _symbols, _plans.Caches, _compact);
        }

        kernels.Write(code);
    }

    private static void Check(CodeWriter code, Plan plan, InputNode input)
    {
        string name = Text.Pointer(input.Name);
        string length = $"checked({Text.Of(input.Shape.Count.Plain)})";
        if (input is not TokensNode)
        {
            code.Line($"Generated.CheckLength({name}.Length, {length}, nameof({name}));");
            return;
        }

        int bound = TokenBounds.Of(plan.Graph, input);
        string vocabulary = bound < int.MaxValue ? bound.ToString(CultureInfo.InvariantCulture) : "int.MaxValue";
        code.Line($"Generated.CheckTokens({name}, {length}, {vocabulary}, nameof({name}));");
    }

    private static string Volume(Dim size) =>
        FormattableString.Invariant($"Generated.CheckVolume({size.Factor}L * {string.Join(" * ", Text.Symbols(size).Select(Text.Variable))});");

    private static string Qualified(Dim size) => size.IsConstant ? Text.Of(size.Plain) : "_" + Text.Variable(size.Symbols);
}

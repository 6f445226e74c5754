using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Emission.Api;
using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>Writes the programs that run a model a few positions at a time on a device, where its caches are.</summary>
/// <param name="api">What callers see.</param>
/// <param name="plans">The programs.</param>
/// <param name="layout">Where parameters lie.</param>
/// <param name="kernels">Takes the kernels.</param>
/// <param name="home">The class that holds them.</param>
internal sealed class GenerationProgramsWriter(GenerationWriter api, IncrementalPlans plans, ParameterLayout layout, KernelStructs kernels, string home)
{
    private Generation.TimeSymbols Time => plans.Time;

    /// <summary>The methods, each of which writes itself.</summary>
    public IReadOnlyList<Action> Methods(CodeWriter code) =>
        [.. plans.Once is { } once ? new Action[] { () => Once(code, once) } : [], () => Step(code), () => Reorder(code)];

    private void Once(CodeWriter code, Plan once)
    {
        IReadOnlyList<string> sizes = [.. api.Sizes, Time.Capacity];
        string arguments = string.Join(", ", api.Others.Select(input => $"ReadOnlySpan<{ModelInputs.ElementType(input)}> {Text.Pointer(input.Name)}Data").Concat(Declared(sizes)));
        code.Block($"public void Once({arguments})", () =>
        {
            Begin(code, once, api.Others);
            new ProgramWriter(once, layout, kernels, home, sizes, plans.Caches).Write(code);
        });
    }

    // The arena has room for the largest sizes at once, so that it does not grow from step to step; where launches are the
    // same at all positions, everything stays where it lies then.
    private void Step(CodeWriter code)
    {
        string past = Text.Variable(Time.Past), seen = Text.Variable(Time.Seen), all = $"{past} + {Text.Variable(Time.Time)}";
        string before = api.Symbols.Contains(Time.Before) ? Text.Variable(Time.Before) : "0";
        string arguments = string.Join(", ", Declared(api.Symbols.Where(symbol => symbol != Time.Seen)));
        var positions = new Positions(Time, api.Symbols);
        bool isRecorded = positions.LeaveLaunchesAlone(plans.Step);
        code.Block($"public void Step(ReadOnlySpan<int> {Text.Pointer(api.Tokens.Name)}Data, {arguments}, Span<float> logitsData)", () =>
        {
            code.Line($"int {seen} = {Text.Variable(Time.Capacity)};");
            Begin(code, plans.Step, [api.Tokens]);
            code.Line($"var {Positions.Address} = Positions({past}, {all}, {before});");
            string logits = Text.Pointer(DerivedLoss.Logits);
            code.Line($"var {logits} = Reserve<float>(\"{DerivedLoss.Logits}\", logitsData.Length);");
            new ProgramWriter(plans.Step, layout, kernels, home, api.Symbols, plans.Caches, positions)
                .Write(code, isRecorded ? "" : $"{seen} = {all};", isRecorded);
            code.Line($"Device.Download({logits}, logitsData);");
        });
    }

    private void Reorder(CodeWriter code) => code.Block(
        $"public void Reorder(ReadOnlySpan<int> sourcesData, int Position, {string.Join(", ", Declared([.. api.Sizes, Time.Capacity]))})", () =>
        {
            SizeWriter.Declare(code, Derived);
            code.Line("var sources = Input(\"sources\", sourcesData);");
            code.Line($"var cache = Reserve<float>(\"cache\", {EntryPointWriter.Length(plans.Caches.Sections)});");
            ArenaSections.Caches(code, plans.Caches, [], "var");
            new CacheReordering(plans.Caches, api.Tokens).Write(code, "var", (outer, inner, used) =>
                $"Gpu::Caches.Reorder(Device, value, (int)({outer}), (int)({inner}), (int)({used}), sources, sourcesData.Length, "
                + $"Arena(({outer}) * sourcesData.Length * ({used})));");
        });

    private void Begin(CodeWriter code, Plan plan, IEnumerable<InputNode> inputs)
    {
        SizeWriter.Declare(code, DerivedSizes.Of(plan.Graph));
        foreach (var input in inputs)
            code.Line($"var {Text.Pointer(input.Name)} = Input(\"{input.Name}\", {Text.Pointer(input.Name)}Data);");
        code.Line($"var cache = Reserve<float>(\"cache\", {EntryPointWriter.Length(plans.Caches.Sections)});");
    }

    private IEnumerable<string> Derived => new[] { plans.Step, plans.Once }.OfType<Plan>().SelectMany(plan => DerivedSizes.Of(plan.Graph)).Distinct();

    private static IEnumerable<string> Declared(IEnumerable<string> symbols) => symbols.Select(symbol => $"int {Text.Variable(symbol)}");
}

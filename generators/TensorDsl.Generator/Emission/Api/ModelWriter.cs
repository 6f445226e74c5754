using TensorDsl.Generator.Accounting;
using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Emission.Ilgpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>Writes a model's files: what the user calls, the typed parameters, and the programs behind them.</summary>
internal sealed class ModelWriter(DefinitionProgram program, ModelPlans plans, bool hasGpu)
{
    // What the user never sees is apart, so that members of the class can have any name but this one's.
    private const string Generated = "private static unsafe partial class Generated";

    private readonly ModelClass _class = program.Class;
    private readonly ModelInputs _inputs = new(plans) { HasGpu = hasGpu };

    /// <summary>All files.</summary>
    /// <param name="program">The definition.</param>
    /// <param name="plans">Its programs.</param>
    /// <param name="hasGpu">Whether to write programs for a GPU as well.</param>
    public static GeneratedFiles Write(DefinitionProgram program, ModelPlans plans, bool hasGpu)
    {
        var writer = new ModelWriter(program, plans, hasGpu);
        string name = program.Class.FullName;
        IEnumerable<GeneratedFile> generation = plans.Incremental is { } incremental
            ? [new GeneratedFile($"{name}.Generation.g.cs", writer.File(new GenerationWriter(program.Class, incremental, plans.Layout, hasGpu).Write))]
            : [];
        IEnumerable<GeneratedFile> look = plans.Looks.Count > 0
            ? [new GeneratedFile($"{name}.Look.g.cs", writer.File(new LookWriter(program.Class, plans, writer._inputs).Write))]
            : [];
        return new GeneratedFiles(new EquatableArray<GeneratedFile>([
            new GeneratedFile($"{name}.Model.g.cs", writer.File(writer.Model)),
            new GeneratedFile($"{name}.Parameters.g.cs", writer.File(code => new ParameterTreeWriter(plans.Layout).Write(code, writer.Head))),
            new GeneratedFile($"{name}.Programs.g.cs", SourceFile.Write(program.Class, writer.Programs, hasGpu, hasReferences: false)),
            .. generation,
            .. look,
            .. hasGpu ? writer.Gpu() : [],
        ]));
    }

    private IEnumerable<GeneratedFile> Gpu()
    {
        var gpu = new ModelProgramsWriter(_class, plans, _inputs);
        string programs = SourceFile.Write(_class, code => code.Block(Head, () => code.Block(Generated, () => gpu.WritePrograms(code))), usesGpu: true);
        string kernels = SourceFile.WriteKernels(gpu.WriteKernels);
        return [new GeneratedFile($"{_class.FullName}.Gpu.g.cs", programs), new GeneratedFile($"{_class.FullName}.Kernels.g.cs", kernels)];
    }

    private string File(Action<CodeWriter> body) => SourceFile.Write(_class, body, hasGpu);

    private string Head => SourceFile.Head(_class);

    private void Model(CodeWriter code)
    {
        foreach (string line in FactsText.Lines(plans, new ModelFacts(plans, _inputs)))
            code.Line($"/// {line}");
        code.Block($"{Head} : {(_inputs.IsLanguageModel ? "Dsl::ILanguageModel" : "Dsl::IModel")}{(_inputs.HasDropout ? ", Dsl::IDropoutModel" : "")}", () =>
        {
            var lifetime = new LifetimeWriter(_class, plans.Layout, _inputs);
            lifetime.Write(code);
            foreach (var plan in plans.Programs)
                new EntryPointWriter(plan, _inputs).Write(code);
            code.Line();
            code.Block(Generated, () =>
            {
                lifetime.WritePrivate(code);
                InputChecks.Write(code);
                if (plans.Programs.Concat(plans.Looks).Any(plan => SizeRule.Of(plan.Graph).Count > 0))
                    SizeWriter.WriteCheck(code);
            });
        });
    }

    private void Programs(CodeWriter code) => code.Block(Head, () => code.Block(Generated, () =>
    {
        code.Line("// What a program works on: arenas, what the caller hands in, and the sizes.");
        code.Block("public struct State", () =>
        {
            code.Line("public float* Parameters, Gradients, Arena;");
            foreach (var (type, name) in _inputs.Fields)
                code.Line($"public {type} {name};");
            foreach (string symbol in _inputs.Symbols)
                code.Line($"public int {symbol};");
            if (_inputs.HasDropout)
                code.Line("public ulong DropoutSeed;");
        });
        code.Line();
        code.Line("// Sections start on 64 bytes.");
        code.Line("public static nint Units(nint count) => (count + 15) / 16 * 16;");
        var kernels = new KernelLibrary();
        foreach (var plan in plans.Programs)
        {
            code.Line();
            Cpu.ProgramWriter.Write(code, plan, plans.Layout, kernels, _inputs.Symbols);
        }

        TableWriter.Write(code, plans.All);
        kernels.Write(code);
    }));
}

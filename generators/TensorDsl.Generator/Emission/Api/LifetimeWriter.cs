using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>Writes construction and disposal, and the members that describe the model.</summary>
internal sealed class LifetimeWriter(ModelClass model, ParameterLayout layout, ModelInputs inputs)
{
    public void Write(CodeWriter code)
    {
        code.Line("private readonly Cpu::ActivationArena _arena = new();");
        code.Line();
        code.Line("/// <summary>Allocates the model and draws its initial parameters.</summary>");
        code.Line("/// <param name=\"threads\">How many threads it runs on; 0 for one on each processor.</param>");
        code.Line("/// <param name=\"seed\">Draws the parameters.</param>");
        code.Line("/// <exception cref=\"ArgumentOutOfRangeException\">The number of threads is negative.</exception>");
        code.Block($"public {model.Name}(int threads = 0, ulong seed = 0)", () =>
        {
            code.Line("ArgumentOutOfRangeException.ThrowIfNegative(threads);");
            code.Line("Parameters = new Dsl::ParameterSet(Layout, Generated.ArenaLength);");
            code.Line("Gradients = new Dsl::ParameterSet(Layout, Generated.ArenaLength);");
            code.Line("Team = new Cpu::Team(threads == 0 ? Environment.ProcessorCount : threads);");
            code.Line("Parameters.Initialize(seed);");
        });
        code.Line();
        OnDevice(code);
        code.Line();
        code.Line("/// <summary>Every parameter, in one arena.</summary>");
        code.Line("public Dsl::ParameterSet Parameters { get; }");
        code.Line();
        code.Line("/// <summary>The gradient of the last <c>Backward</c>, laid out like <see cref=\"Parameters\"/>.</summary>");
        code.Line("public Dsl::ParameterSet Gradients { get; }");
        code.Line();
        code.Line("/// <summary>The threads that the model runs on.</summary>");
        code.Line("public Cpu::Team Team { get; }");
        if (inputs.HasDropout)
        {
            code.Line();
            code.Line("/// <summary>What is dropped at random in the next gradient: the same seed, the same elements.</summary>");
            code.Line("public ulong DropoutSeed { get; set; }");
        }

        if (inputs.IsLanguageModel)
        {
            code.Line();
            code.Line("int Dsl::ILanguageModel.Vocabulary => " + Text.Of(inputs.Logits![2].Size) + ";");
            code.Line();
            code.Line("int Dsl::ILanguageModel.Context => "
                + (inputs.Bounds.TryGetValue("T", out int bound) ? bound.ToString(CultureInfo.InvariantCulture) : "int.MaxValue") + ";");
        }

        code.Line();
        code.Line($"string Dsl::IModel.Definition => \"{inputs.Plans.Fingerprint}\";");

        code.Line();
        code.Line("/// <summary>Where each parameter lies in the arena.</summary>");
        code.Line("public static IReadOnlyList<Dsl::ParameterInfo> Layout { get; } = Generated.CreateLayout();");
        code.Line();
        code.Line("/// <summary>Ends the threads and releases the memory.</summary>");
        code.Block("public void Dispose()", () =>
        {
            code.Line($"Team.Dispose();\n_arena.Dispose();{(inputs.HasGpu ? "\n_programs?.Dispose();" : "")}\nParameters.Dispose();\nGradients.Dispose();");
            code.Line("GC.SuppressFinalize(this);");
        });
    }

    // Without the GPU's package there is one device only, but programs that let the user choose compile all the same.
    private void OnDevice(CodeWriter code)
    {
        if (inputs.HasGpu)
            code.Line("private readonly Generated.GpuPrograms? _programs;\n");
        code.Line("/// <summary>The same, bound to the device that its programs run on.</summary>");
        code.Line("/// <param name=\"device\">The device; dispose it after the model.</param>");
        code.Line("/// <param name=\"threads\">How many threads the CPU's share runs on; 0 for one on each processor.</param>");
        code.Line("/// <param name=\"seed\">Draws the parameters.</param>");
        code.Line("/// <exception cref=\"ArgumentException\">There are no programs for the device.</exception>");
        code.Block($"public {model.Name}(Dsl::Device device, int threads = 0, ulong seed = 0) : this(threads, seed)", () =>
        {
            code.Line("ArgumentNullException.ThrowIfNull(device);\nDevice = device;");
            if (inputs.HasGpu)
                code.Line("if (device is Gpu::GpuDevice gpu)\n    _programs = new Generated.GpuPrograms(this, gpu);\nelse if (!device.IsCpu)");
            else
                code.Line("if (!device.IsCpu)");
            code.Line("    throw new ArgumentException($\"There are no programs for {device.Name}.\", nameof(device));");
        });
        code.Line();
        code.Line("/// <summary>What the model's programs run on.</summary>");
        code.Line("public Dsl::Device Device { get; } = Dsl::Device.Cpu;");
    }

    /// <summary>Writes what the constructor and <c>Layout</c> need.</summary>
    public void WritePrivate(CodeWriter code)
    {
        code.Line($"public const long ArenaLength = {layout.Length.ToString(CultureInfo.InvariantCulture)};");
        code.Line();
        code.Block("public static List<Dsl::ParameterInfo> CreateLayout()", () =>
        {
            code.Line("var layout = new List<Dsl::ParameterInfo>();");
            SlotDeclarations.Write(code, layout.Slots, Declaration);
            code.Line("return layout;");
        });
    }

    private string Declaration(ParameterSlot slot, string name)
    {
        var (offset, strides) = layout.Of(slot);
        string place = offset.ToString(CultureInfo.InvariantCulture) + string.Concat(strides.Select((stride, i) =>
            FormattableString.Invariant($" + (i{i} * {stride}L)")));
        string sizes = string.Join(", ", slot.Shape.Axes.Select(axis => Text.Of(axis.Size.Plain)));
        string init = FormattableString.Invariant($"new Dsl::Initializer(Dsl::InitializerKind.{slot.Initializer.Kind}, {slot.Initializer.Scale:R})");
        return $"layout.Add(new Dsl::ParameterInfo({name}, [{sizes}], {place}, {init}));";
    }
}

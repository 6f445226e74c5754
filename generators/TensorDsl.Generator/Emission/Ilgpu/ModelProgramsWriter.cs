using TensorDsl.Generator.Emission.Api;
using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes a model's programs for a device: a class within the model's with a method for each entry point, and beside the model a
/// class with their kernels, which ILGPU must be able to see.
/// </summary>
internal sealed class ModelProgramsWriter(ModelClass model, ModelPlans plans, ModelInputs inputs)
{
    /// <summary>The name of the class with the programs.</summary>
    public const string Programs = "GpuPrograms";

    private readonly KernelStructs _kernels = new();

    /// <summary>The namespace and the class of a model's kernels.</summary>
    public static (string Namespace, string Class) HomeOf(ModelClass model) =>
        ("TensorDsl.Ilgpu.Generated", string.Concat(model.FullName.Select(c => char.IsLetterOrDigit(c) ? c : '_')));

    private string Home => $"Kernels::{HomeOf(model).Class}";

    /// <summary>Writes the programs.</summary>
    public void WritePrograms(CodeWriter code)
    {
        Class(code, Programs, [.. plans.Programs.Select<Plan, Action>(plan => () => Program(code, plan))], inputs.HasDropout);
        if (plans.Incremental is not { } incremental)
            return;
        code.Line();
        var generation = new GenerationProgramsWriter(new GenerationWriter(model, incremental, plans.Layout, hasGpu: true), incremental, plans.Layout, _kernels, Home);
        Class(code, "GpuGeneration", generation.Methods(code));
    }

    private void Class(CodeWriter code, string name, IReadOnlyList<Action> methods, bool hasModel = false) => code.Block(
        $"public sealed class {name}({model.Name} model, Gpu::GpuDevice device)\n    : Gpu::GpuPrograms(device, model.Parameters, model.Gradients)", () =>
        {
            if (hasModel)
                code.Line($"private {model.Name} Model => model;\n");
            for (int i = 0; i < methods.Count; i++)
            {
                if (i > 0)
                    code.Line();
                methods[i]();
            }
        });

    /// <summary>Writes the kernels of the programs that were written.</summary>
    public void WriteKernels(CodeWriter code)
    {
        var (space, name) = HomeOf(model);
        code.Block($"namespace {space}", () =>
        {
            code.Line($"/// <summary>The kernels of {model.FullName}.</summary>");
            code.Block($"internal static class {name}", () => _kernels.Write(code));
        });
    }

    private void Program(CodeWriter code, Plan plan)
    {
        var entry = new EntryPointWriter(plan, inputs);
        string arguments = string.Join(", ", entry.Arguments.Select(argument => $"{argument.Type} {argument.Name}{(argument.Type == "int" ? "" : "Data")}"));
        code.Block($"public {entry.Result} {plan.Name}({arguments}{(entry.IsGradient ? ", bool isWanted = true" : "")})", () =>
        {
            SizeWriter.Declare(code, DerivedSizes.Of(plan.Graph));
            foreach (var input in plan.Graph.Inputs)
                code.Line($"var {Text.Pointer(input.Name)} = Input(\"{input.Name}\", {Text.Pointer(input.Name)}Data);");
            if (ModelInputs.Drops(plan))
                code.Line($"var {Addresses.DropoutSeed} = Seed(Model.DropoutSeed);");
            foreach (var output in plan.Graph.Outputs)
            {
                string length = entry.IsScalar ? "1" : $"{Text.Pointer(output.Key)}Data.Length";
                code.Line($"var {Text.Pointer(output.Key)} = Reserve<float>(\"{output.Key}\", {length});");
            }

            new ProgramWriter(plan, plans.Layout, _kernels, Home, entry.Sizes).Write(code, isRecorded: true);
            foreach (var output in plan.Graph.Outputs)
            {
                string name = Text.Pointer(output.Key);
                code.Line(entry.IsScalar ? $"return {(entry.IsGradient ? $"isWanted ? Number({name}) : 0" : $"Number({name})")};" : $"Device.Download({name}, {name}Data);");
            }
        });
    }
}

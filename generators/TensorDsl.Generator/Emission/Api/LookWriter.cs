using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>
/// Writes the part of a model that looks inside: a nested class with the memory of taps and patches and with programs of
/// its own, and an overload of each method that takes one. The rest of the model is as if there were no tap or patch.
/// </summary>
internal sealed class LookWriter(ModelClass model, ModelPlans plans, ModelInputs inputs)
{
    private readonly LookMembers _look = new(model, inputs);

    // What a constructor takes, and what it hands on.
    private string Declared => string.Join(", ", _look.Symbols.Select(symbol => $"int {Text.Variable(symbol)}"));

    private string Sizes => string.Join(", ", _look.Symbols.Select(Text.Variable));

    public void Write(CodeWriter code) => code.Block(SourceFile.Head(model), () =>
    {
        foreach (var plan in plans.Looks)
            new EntryPointWriter(plan, inputs, _look).Write(code);
        code.Line();
        code.Line("/// <summary>What taps see and patches change, for inputs of given sizes. It can be used again, one call at a time.</summary>");
        code.Block($"public sealed unsafe class {_look.Class}", () => Class(code));
    });

    private void Class(CodeWriter code)
    {
        foreach (string symbol in _look.Symbols)
            code.Line($"private readonly int _{Text.Variable(symbol)};");
        code.Line();
        code.Line("/// <summary>Allocates the memory of taps and patches; nothing is patched.</summary>");
        SizeComments(code);
        code.Block($"public {_look.Class}({Declared})", () =>
        {
            foreach (string symbol in _look.Symbols)
            {
                string most = inputs.Bounds.TryGetValue(symbol, out int bound) ? bound.ToString(CultureInfo.InvariantCulture) : "int.MaxValue";
                code.Line($"Generated.CheckSize({Text.Variable(symbol)}, {most}, nameof({Text.Variable(symbol)}));");
                code.Line($"_{Text.Variable(symbol)} = {Text.Variable(symbol)};");
            }

            SizeWriter.Declare(code, _look.Derived, isChecked: true);
            SizeWriter.Check(code, [.. SizeRule.Positive(_look.Derived)]);
            code.Line($"Taps = new TapSet({Sizes});\nPatches = new PatchSet({Sizes});");
        });
        code.Line("\n/// <summary>What the last call saw, by the taps' names.</summary>\npublic TapSet Taps { get; }");
        code.Line("\n/// <summary>What the next calls change, by the patches' names.</summary>\npublic PatchSet Patches { get; }");
        foreach (var plan in plans.Looks)
            new EntryPointWriter(plan, inputs, _look).WriteRun(code);
        Check(code);
        Set(code, "TapSet", "What each tap saw in the last call that passed it.", "Dsl::Inspection.TappedActivation", _look.Taps);
        Set(code, "PatchSet", "What each patch changes.", "Dsl::Inspection.PatchedActivation", _look.Patches, Reset);
        Programs(code);
    }

    private void SizeComments(CodeWriter code)
    {
        foreach (string symbol in _look.Symbols)
            code.Line($"/// <param name=\"{Text.Variable(symbol)}\">The size {symbol}.</param>");
        code.Line("/// <exception cref=\"ArgumentOutOfRangeException\">A size is out of range.</exception>");
    }

    private static void Check(CodeWriter code)
    {
        code.Line();
        code.Block("private static void CheckLooked(int size, int looked, string name)", () =>
        {
            code.Line("if (size != looked)");
            code.Line("    throw new ArgumentException($\"The look is for a size of {looked}, not {size}.\", name);");
        });
    }

    private void Set(CodeWriter code, string name, string summary, string type, IReadOnlyList<LookPoint> points, Action<CodeWriter>? then = null)
    {
        code.Line();
        code.Line($"/// <summary>{summary}</summary>");
        code.Block($"public sealed class {name}", () =>
        {
            code.Block($"internal {name}({Declared})", () => code.Block("checked", () =>
            {
                SizeWriter.Declare(code, _look.Derived);
                foreach (var point in points)
                    code.Line($"{point.Property} = new {type}({string.Join(", ", point.Shape.Axes.Select(axis => Text.Of(axis.Size.Plain)))});");
            }));
            foreach (var point in points)
            {
                code.Line();
                code.Line($"/// <summary><c>{point.Name}</c> {point.Shape}{Iterations(point)}.</summary>");
                code.Line($"public {type} {point.Property} {{ get; }}");
            }

            then?.Invoke(code);
        });
    }

    private static string Iterations(LookPoint point) => point.Loops.Count == 0 ? ""
        : $", first by iteration of {string.Join(", ", point.Loops.Select(loop => $"<c>{loop.Name}</c>"))}";

    private void Reset(CodeWriter code)
    {
        code.Line();
        code.Line("/// <summary>Changes nothing any more.</summary>");
        code.Block("public void Clear()", () =>
        {
            foreach (var patch in _look.Patches)
                code.Line($"{patch.Property}.Clear();");
        });
    }

    private void Programs(CodeWriter code)
    {
        code.Line();
        code.Block("private struct State", () =>
        {
            code.Line("public float* Parameters, Gradients, Arena;");
            foreach (var (type, name) in inputs.Fields.Concat(Looked()))
                code.Line($"public {type} {name};");
            foreach (string symbol in inputs.Symbols)
                code.Line($"public int {symbol};");
            if (inputs.HasDropout)
                code.Line("public ulong DropoutSeed;");
        });
        var kernels = new KernelLibrary();
        foreach (var plan in plans.Looks)
        {
            code.Line();
            ProgramWriter.Write(code, plan, plans.Layout, kernels, inputs.Symbols);
        }

        kernels.Write(code);
    }

    private IEnumerable<(string Type, string Name)> Looked() =>
        _look.Taps.Select(tap => tap.Seen)
            .Concat(_look.Patches.SelectMany(patch => patch.Inputs).Select(input => input.Name))
            .Select(name => ("float*", ModelInputs.Field(name)));
}

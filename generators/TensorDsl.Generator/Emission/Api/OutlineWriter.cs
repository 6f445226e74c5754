using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>
/// Writes what a model with a mistake offers: the members that it will have, without a meaning. So the mistake is the
/// only error of the project, and an editor goes on completing what uses the model.
/// </summary>
internal sealed class OutlineWriter(ModelOutline outline)
{
    private const string Mistake = "throw new InvalidOperationException(\"The model's definition has errors.\")";

    private readonly ModelClass _class = outline.Class;
    private readonly EntryPoint? _logits = outline.EntryPoints.FirstOrDefault(entry => entry.Name == DerivedLoss.Logits);
    private readonly EntryPoint? _loss = outline.EntryPoints.FirstOrDefault(entry => entry.Name == DerivedLoss.Name);

    public static GeneratedFile Write(ModelOutline outline) => new(
        $"{outline.Class.FullName}.Model.g.cs", SourceFile.Write(outline.Class, new OutlineWriter(outline).Write));

    // As in the model itself, a loss follows from logits over sequences.
    private IEnumerable<Input>? LossInputs =>
        _loss is not null ? _loss.Inputs
        : _logits is { Inputs: [{ IsTokens: true } tokens] } ? [tokens, tokens with { Name = "targets" }]
        : null;

    private bool IsLanguageModel => _logits is { Inputs: [{ Name: "tokens" }] }
        && LossInputs?.Select(input => input.Name).SequenceEqual(["tokens", "targets"]) == true
        && LossInputs.All(input => input.Axes.Select(axis => axis.Size is null ? axis.Name : "").SequenceEqual(["B", "T"]));

    private void Write(CodeWriter code) =>
        code.Block($"{SourceFile.Head(_class)} : {(IsLanguageModel ? "Dsl::ILanguageModel" : "IDisposable")}", () =>
        {
            code.Line($"public {_class.Name}(int threads = 0, ulong seed = 0) => {Mistake};");
            code.Line($"public Dsl::ParameterSet Parameters => {Mistake};");
            code.Line($"public Dsl::ParameterSet Gradients => {Mistake};");
            code.Line($"public Cpu::Team Team => {Mistake};");
            code.Line($"public static IReadOnlyList<Dsl::ParameterInfo> Layout => {Mistake};");
            code.Line($"public dynamic Weights => {Mistake};");
            code.Line($"public dynamic WeightGradients => {Mistake};");
            code.Line($"public void Dispose() => {Mistake};");
            if (IsLanguageModel)
            {
                code.Line($"int Dsl::ILanguageModel.Vocabulary => {Mistake};");
                code.Line($"int Dsl::ILanguageModel.Context => {Mistake};");
                code.Line($"string Dsl::ILanguageModel.Definition => {Mistake};");
            }

            foreach (var entry in outline.EntryPoints.Where(entry => entry != _loss))
                code.Line($"public void {entry.Name}({Inputs(entry.Inputs)}, Span<float> {Names.Lower(entry.Name)}) => {Mistake};");
            if (LossInputs is not { } inputs)
                return;
            code.Line($"public float {DerivedLoss.Name}({Inputs(inputs)}) => {Mistake};");
            code.Line($"public float {ModelStages.Backward}({Inputs(inputs)}) => {Mistake};");
        });

    private static string Inputs(IEnumerable<Input> inputs) => string.Join(", ", inputs
        .Select(input => $"ReadOnlySpan<int> {Text.Pointer(input.Name)}")
        .Concat(inputs.SelectMany(input => input.Axes).Where(axis => axis.Size is null)
            .Select(axis => $"int {Text.Variable(axis.Name)}").Distinct()));
}

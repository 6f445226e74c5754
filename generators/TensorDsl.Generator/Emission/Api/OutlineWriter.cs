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
    private readonly IReadOnlyList<EntryPoint> _entries = WithLoss(outline.EntryPoints);

    public static GeneratedFile Write(ModelOutline outline) => new(
        $"{outline.Class.FullName}.Model.g.cs", SourceFile.Write(outline.Class, new OutlineWriter(outline).Write));

    // As in the model itself, a loss follows from logits over sequences.
    private static IReadOnlyList<EntryPoint> WithLoss(IReadOnlyList<EntryPoint> entries) =>
        entries.All(entry => entry.Name != DerivedLoss.Name)
        && entries.FirstOrDefault(entry => entry.Name == DerivedLoss.Logits) is { Inputs: [{ IsTokens: true } tokens], Elements.Count: 0 } logits
            ? [.. entries, logits with { Name = DerivedLoss.Name, Inputs = EquatableArray.Of(tokens, tokens with { Name = DerivedLoss.Targets }) }]
            : entries;

    private bool IsLanguageModel => IsSequences(DerivedLoss.Logits, "tokens") && IsSequences(DerivedLoss.Name, "tokens", DerivedLoss.Targets);

    private bool IsSequences(string name, params string[] inputs) =>
        _entries.FirstOrDefault(entry => entry.Name == name) is { Elements.Count: 0 } entry
        && entry.Inputs.Select(input => input.IsTokens ? input.Name : "").SequenceEqual(inputs)
        && entry.Inputs.All(input => input.Axes.Select(axis => axis.Size is null ? axis.Name : "").SequenceEqual(["B", "T"]));

    private void Write(CodeWriter code) =>
        code.Block($"{SourceFile.SafeHead(_class)} : {(IsLanguageModel ? "Dsl::ILanguageModel" : "Dsl::IModel")}", () =>
        {
            code.Line($"public {_class.Name}(int threads = 0, ulong seed = 0) => {Mistake};");
            code.Line($"public {_class.Name}(Dsl::Device device, int threads = 0, ulong seed = 0) => {Mistake};");
            code.Line($"public Dsl::Device Device => {Mistake};");
            code.Line($"public Dsl::ParameterSet Parameters => {Mistake};");
            code.Line($"public Dsl::ParameterSet Gradients => {Mistake};");
            code.Line($"public Cpu::Team Team => {Mistake};");
            code.Line($"public ulong DropoutSeed {{ get; set; }}");
            code.Line($"public static IReadOnlyList<Dsl::ParameterInfo> Layout => {Mistake};");
            code.Line($"public dynamic Weights => {Mistake};");
            code.Line($"public dynamic WeightGradients => {Mistake};");
            code.Line($"public void Dispose() => {Mistake};");
            if (IsLanguageModel)
            {
                code.Line($"int Dsl::ILanguageModel.Vocabulary => {Mistake};");
                code.Line($"int Dsl::ILanguageModel.Context => {Mistake};");
            }

            code.Line($"string Dsl::IModel.Definition => {Mistake};");

            foreach (var entry in _entries)
            {
                bool isLoss = ModelStages.IsLoss(entry.Name) && entry.Elements.Count == 0;
                code.Line($"public {(isLoss ? "float" : "void")} {entry.Name}({Arguments(entry, isLoss)}) => {Mistake};");
                if (!isLoss)
                    continue;
                code.Line($"public float {ModelStages.Backward(entry.Name)}({Arguments(entry, isLoss)}) => {Mistake};");
                code.Line($"public void {ModelStages.Differentiate(entry.Name)}({Arguments(entry, isLoss)}) => {Mistake};");
            }
        });

    private static string Arguments(EntryPoint entry, bool isLoss) => string.Join(", ", entry.Inputs
        .Select(input => $"ReadOnlySpan<{(input.IsTokens ? "int" : "float")}> {Text.Pointer(input.Name)}")
        .Concat(entry.Inputs.SelectMany(input => input.Axes).Select(axis => axis.Symbol).OfType<string>()
            .Select(symbol => $"int {Text.Variable(symbol)}").Distinct())
        .Concat(isLoss ? [] : (entry.Elements.Count > 0 ? entry.Elements : (IEnumerable<string>)[entry.Name])
            .Select(name => $"Span<float> {Text.Pointer(name)}")));
}

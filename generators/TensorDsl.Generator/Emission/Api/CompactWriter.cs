using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Api;

/// <summary>Writes the part of a causal model that stores its weights in fewer bits: a class nested in the model's, which owns them.</summary>
internal sealed class CompactWriter(ModelClass model, CompactLayout layout)
{
    private readonly string _name = model.Name == "Compacted" || model.Nested.Contains("Compacted") ? "CompactedModel" : "Compacted";

    /// <summary>Writes it.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="isGenerative">Whether the model is an <c>IGenerativeModel</c>.</param>
    /// <param name="generations">Writes the members that make a generation.</param>
    public void Write(CodeWriter code, bool isGenerative, Action generations)
    {
        code.Line();
        code.Line("/// <summary>");
        code.Line($"/// Copies the weights for inference in fewer bits: {Size(0)} in single precision, {Size(1)} as BFloat16, {Size(2)} as Int8. Each is rounded");
        code.Line("/// to nearest: as BFloat16 off by at most its 2⁻⁸-th part, as Int8 by max|w| / 254 over its channel, an output or a table's row.");
        code.Line("/// Vectors, and what is more than a product's right side or a table, stay in single precision.");
        code.Line("/// </summary>");
        code.Line("/// <param name=\"storage\">BFloat16 or Int8.</param>");
        code.Line("/// <exception cref=\"ArgumentOutOfRangeException\">It is neither.</exception>");
        code.Line("/// <exception cref=\"ArgumentException\">A weight is not finite, or too large for it.</exception>");
        code.Line($"public {_name} Compact(Dsl::WeightStorage storage) => new(this, storage);");
        if (isGenerative)
        {
            code.Line();
            code.Line("Dsl::Sampling.ICompactModel Dsl::Sampling.ICompactableModel.Compact(Dsl::WeightStorage storage) => Compact(storage);");
        }

        code.Line();
        code.Line("/// <summary>The model with a copy of its weights in fewer bits; use it before the model is disposed, and dispose it.</summary>");
        code.Block($"public sealed class {_name} : {(isGenerative ? "Dsl::Sampling.ICompactModel" : "IDisposable")}", () =>
        {
            code.Line($"private readonly {model.Name} _model;");
            code.Line();
            code.Block($"internal {_name}({model.Name} model, Dsl::WeightStorage storage)", () =>
            {
                code.Line("_model = model;");
                code.Line($"Weights = new Dsl::CompactWeights(model.Parameters, storage, Places(storage), {Addresses.OfStorage(layout.Lengths)});");
            });
            code.Line();
            code.Line("/// <summary>The weights.</summary>");
            code.Line("public Dsl::CompactWeights Weights { get; }");
            code.Line();
            generations();
            code.Line();
            code.Line("/// <summary>Releases the weights; what was made of them cannot go on.</summary>");
            code.Line("public void Dispose() => Weights.Dispose();");
            code.Line();
            code.Block("private static List<Dsl::WeightPlace> Places(Dsl::WeightStorage storage)", () =>
            {
                code.Line("var places = new List<Dsl::WeightPlace>();");
                SlotDeclarations.Write(code, layout.Slots, Place);
                code.Line("return places;");
            });
        });
    }

    private string Place(ParameterSlot slot, string name)
    {
        string offset = Addresses.OfStorage(layout.Offsets(slot))
            + string.Concat(slot.Loops.Select((_, i) => FormattableString.Invariant($" + (i{i} * (long){Addresses.OfStorage(layout.Strides(slot, i))})")));
        string channels = layout.ChannelsOf(slot) is { } known
            ? FormattableString.Invariant($"{known.Count}, {(known.IsByRow ? "true" : "false")}")
            : "0, false";
        return $"places.Add(new Dsl::WeightPlace({name}, {offset}, {channels}));";
    }

    private string Size(int storage) => FormattableString.Invariant($"{layout.Lengths[storage] * sizeof(float) / 1e6:0.###} MB");
}

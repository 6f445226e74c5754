using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>What a family of <c>[Transformer(…)]</c> takes, in the order of its block's parameters.</summary>
/// <param name="Block">The method of <c>Ops</c>.</param>
/// <param name="Sizes">The block's sizes, each of which must be given.</param>
/// <param name="Options">The block's options and what they are if not given.</param>
internal sealed record FamilySpec(string Block, string[] Sizes, (string Name, string Type, object? Default)[] Options)
{
    private static readonly string[] Text = ["Layers", "Heads", "DModel", "DK", "DV", "DFf", "Vocab", "Context"];
    private static readonly (string, string, object?) Tied = ("Tied", "System.Boolean", true);
    private static readonly (string, string, object?) KeyHeads = ("KeyHeads", "System.Nullable`1<TensorDsl.Dim>", null);

    /// <summary>What is passed to no block but belongs to the input: the sizes of images.</summary>
    public string[] InputSizes { get; init; } = [];

    /// <summary>The family of that number.</summary>
    public static FamilySpec Of(TransformerFamily family) => family switch
    {
        TransformerFamily.EncoderOnly => new(
            "EncoderOnly", Text, [At(PositionKind.Learned), Where(NormPlacement.Post), With(ActivationKind.Gelu), Tied, KeyHeads]),
        TransformerFamily.EncoderDecoder => new(
            "EncoderDecoder", Text, [At(PositionKind.Sinusoidal), Where(NormPlacement.Post), With(ActivationKind.Relu), Tied, KeyHeads]),
        TransformerFamily.Vision => new(
            "Vision", ["Layers", "Heads", "DModel", "DK", "DV", "DFf", "Patch", "Classes"],
            [At(PositionKind.Learned), Where(NormPlacement.Pre), With(ActivationKind.Gelu), KeyHeads])
        {
            InputSizes = ["Image", "Channels"],
        },
        _ => new(
            "DecoderOnly", Text, [At(PositionKind.Learned), Where(NormPlacement.Pre), With(ActivationKind.Gelu), Tied, KeyHeads]),
    };

    /// <summary>Whether the attribute's property means something to the family.</summary>
    public bool Knows(string name) =>
        name == "Family" || BudgetReader.Names.Contains(name) || Sizes.Contains(name) || InputSizes.Contains(name) || Options.Any(option => option.Name == name);

    /// <summary>The inputs of <c>Logits</c>, and those that <c>Loss</c> takes beside them.</summary>
    public (Input[] Logits, Input[] Loss) Inputs(Func<string, int> size) => Block switch
    {
        "EncoderOnly" => ([Tokens("tokens", "B", "T"), Tokens("lengths", "B")], [Tokens("targets", "B", "T"), Numbers("weights", "B", "T")]),
        "EncoderDecoder" => (
            [Tokens("source", "B", "S"), Tokens("lengths", "B"), Tokens("tokens", "B", "T")],
            [Tokens("targets", "B", "T"), Numbers("weights", "B", "T")]),
        "Vision" => (
            [new Input("images", IsTokens: false, EquatableArray.Of(
                new InputAxis("B", null), new InputAxis("Height", size("Image")), new InputAxis("Width", size("Image")),
                new InputAxis("Channels", size("Channels"))))],
            [Tokens("labels", "B")]),
        _ => ([Tokens("tokens", "B", "T")], []),
    };

    private static (string, string, object?) At(PositionKind positions) => ("Positions", "TensorDsl.PositionKind", (int)positions);

    private static (string, string, object?) Where(NormPlacement placement) => ("Placement", "TensorDsl.NormPlacement", (int)placement);

    private static (string, string, object?) With(ActivationKind activation) => ("Activation", "TensorDsl.ActivationKind", (int)activation);

    private static Input Tokens(string name, params string[] axes) => Of(name, isTokens: true, axes);

    private static Input Numbers(string name, params string[] axes) => Of(name, isTokens: false, axes);

    private static Input Of(string name, bool isTokens, string[] axes) =>
        new(name, isTokens, axes.Select(axis => new InputAxis(axis, null)).ToEquatableArray());
}

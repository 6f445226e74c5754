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

    /// <summary>
    /// The inputs of <c>Logits</c>, those that <c>Loss</c> takes beside them, and the other entry points with theirs:
    /// <c>Encode</c> calls the block <c>EncoderOnlyEncode</c>, for example, which takes all sizes and options but those of the head.
    /// </summary>
    public (Input[] Logits, Input[] Loss, (string Name, Input[] Inputs, string[] Without)[] Parts) Inputs(Func<string, int> size)
    {
        var (tokens, lengths, source) = (Tokens("tokens", "B", "T"), Tokens("lengths", "B"), Tokens("source", "B", "S"));
        Input[] words = [Tokens("targets", "B", "T"), Numbers("weights", "B", "T")];
        Input Memory() => Numbers("memory", new InputAxis("B", null), new InputAxis("S", null), new InputAxis("DModel", size("DModel")));
        Input Images() => Numbers(
            "images", new InputAxis("B", null), new InputAxis("Height", size("Image")), new InputAxis("Width", size("Image")),
            new InputAxis("Channels", size("Channels")));
        return Block switch
        {
            "EncoderOnly" => ([tokens, lengths], words, [("Encode", [tokens, lengths], ["Tied"])]),
            "EncoderDecoder" => (
                [source, lengths, tokens], words, [("Encode", [source, lengths], ["Tied"]), ("Decode", [Memory(), lengths, tokens], [])]),
            "Vision" => ([Images()], [Tokens("labels", "B")], [("Encode", [Images()], ["Classes"])]),
            _ => ([tokens], [], []),
        };
    }

    private static (string, string, object?) At(PositionKind positions) => ("Positions", "TensorDsl.PositionKind", (int)positions);

    private static (string, string, object?) Where(NormPlacement placement) => ("Placement", "TensorDsl.NormPlacement", (int)placement);

    private static (string, string, object?) With(ActivationKind activation) => ("Activation", "TensorDsl.ActivationKind", (int)activation);

    private static Input Tokens(string name, params string[] axes) => new(name, IsTokens: true, Symbols(axes).ToEquatableArray());

    private static Input Numbers(string name, params string[] axes) => Numbers(name, [.. Symbols(axes)]);

    private static Input Numbers(string name, params InputAxis[] axes) => new(name, IsTokens: false, axes.ToEquatableArray());

    private static IEnumerable<InputAxis> Symbols(string[] axes) => axes.Select(axis => new InputAxis(axis, null));
}

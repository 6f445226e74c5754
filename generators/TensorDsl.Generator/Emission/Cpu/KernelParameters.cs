using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>The arguments of one kernel: an address for each value that it reads or writes, and the sizes.</summary>
/// <param name="symbols">The sizes.</param>
/// <param name="address">The address of a value, as the program writes it.</param>
/// <param name="areViews">Whether addresses are views of a device's memory; else they are pointers.</param>
/// <param name="positions">The sizes that a device has in its memory, if any.</param>
/// <param name="rounded">The address of a value where a device may have it in bfloat16.</param>
internal class KernelParameters(
    IReadOnlyList<string> symbols, Func<Node, string> address, bool areViews = false, Positions? positions = null,
    Func<Node, string>? rounded = null)
{
    private readonly List<Node> _bases = [];
    private readonly List<(string Name, Node Node)> _rounded = [];

    /// <summary>The parameter that holds a value's address.</summary>
    public string Pointer(Node node)
    {
        int index = _bases.FindIndex(known => address(known) == address(node));
        if (index < 0)
        {
            index = _bases.Count;
            _bases.Add(node);
        }

        return $"p{index}";
    }

    /// <summary>The parameter that holds the address of a value in bfloat16.</summary>
    public string Rounded(Node node)
    {
        string name = $"{Pointer(node)}Rounded";
        if (!_rounded.Any(known => known.Name == name))
            _rounded.Add((name, node));
        return name;
    }

    /// <summary>The parameter list's end: addresses, then sizes.</summary>
    public string Declaration => string.Concat(_bases.Select((node, i) => $", {Type(node)} p{i}"))
        + string.Concat(_rounded.Select(known => $", Gpu::RoundedView {known.Name}"))
        + string.Concat(Sizes.Select(symbol => $", int {Text.Variable(symbol)}")) + (positions is null ? "" : $", {Pointer("int")} {Positions.Address}");

    /// <summary>The arguments' end, as the program passes them.</summary>
    public string Arguments => string.Concat(_bases.Select(node => $", {address(node)}"))
        + string.Concat(_rounded.Select(known => $", {rounded!(known.Node)}"))
        + string.Concat(Sizes.Select(symbol => $", {Text.Variable(symbol)}")) + (positions is null ? "" : $", {Positions.Address}");

    /// <summary>The fields of a struct that holds the same, and the arguments for its constructor.</summary>
    public string Fields => (Declaration + "  ").Substring(2).Trim();

    /// <summary>The arguments for a struct's constructor.</summary>
    public string FieldArguments => (Arguments + "  ").Substring(2).Trim();

    /// <summary>The members by which a kernel knows the sizes that are in memory.</summary>
    public string Members => positions?.Members ?? "";

    /// <summary>Whether a size is in memory, or made of such, so that who launches the kernel knows but the most that it can be.</summary>
    public bool IsInMemory(Dim size) => positions?.AreIn(size) ?? false;

    private IEnumerable<string> Sizes => symbols.Where(symbol => positions is null || !positions.Are(symbol));

    private string Type(Node node) => node switch
    {
        TokensNode or ValuesNode => Pointer("int"),
        KeptNode kept when areViews => kept.Loops.Aggregate("Gpu::PlaceKey", (key, _) => $"Gpu::IterationKey<{key}>"),
        KeptNode => "uint",
        _ => Pointer("float"),
    };

    private string Pointer(string type) => areViews ? $"ArrayView<{type}>" : $"{type}*";
}

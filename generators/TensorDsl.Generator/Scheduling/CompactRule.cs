using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// Decides which parameters may be stored in fewer bits: matrices and larger that are, as a whole, nothing but the right
/// operand of products and the table of look-ups, and that have the same channels in all of them, so that a channel's scale
/// multiplies a finished sum or a row.
/// </summary>
internal sealed class CompactRule
{
    /// <summary>The most weights of a channel in a product; the library's products have room for no more.</summary>
    public const long MostLength = 28 << 10;

    private readonly HashSet<Node> _roots;
    private readonly Uses _uses;

    private CompactRule(ModelGraph graph)
    {
        _roots = [.. graph.Roots];
        _uses = new Uses(_roots);
    }

    /// <summary>The channels of the parameters, by name, that may be stored so for all of some programs.</summary>
    public static IReadOnlyDictionary<string, Channels> Of(IEnumerable<ModelGraph> programs)
    {
        var known = new Dictionary<string, IReadOnlyList<Channels>>();
        foreach (var graph in programs)
        {
            var rule = new CompactRule(graph);
            foreach (var parameter in rule._uses.Everything(graph.Main).OfType<ParameterNode>())
            {
                var found = parameter.Shape.Rank < 2 ? [] : rule.Ways(parameter, parameter);
                known[parameter.Slot.Name] = known.TryGetValue(parameter.Slot.Name, out var before) ? [.. before.Intersect(found)] : [.. found];
            }
        }

        return known.Where(pair => pair.Value.Count > 0).ToDictionary(pair => pair.Key, pair => pair.Value[0]);
    }

    // How a parameter may be seen by all users of a value that is a view of it.
    private IEnumerable<Channels> Ways(ParameterNode parameter, Node view) =>
        _roots.Contains(view) ? [] : _uses.UsersOf(view).Distinct().Select(user => user switch
        {
            TransposeNode or ReshapeNode => Ways(parameter, user),
            ContractNode contract => OfProduct(parameter, contract),
            GatherNode gather when gather.Inputs[0] == view => OfTable(parameter, gather.Inputs[0]),
            _ => [],
        }).Aggregate((all, ways) => all.Intersect(ways));

    private static IEnumerable<Channels> OfProduct(ParameterNode parameter, ContractNode contract)
    {
        var product = Product.Of(contract);
        var (n, k) = (product.N, product.K);
        if (product.B.Base != parameter || product.A.Base == parameter || !product.B.Offset.IsZero
            || n.Size.Factor * k.Size.Factor != parameter.Slot.Count || !n.Size.IsConstant || !k.Size.IsConstant
            || k.Size.Factor > MostLength || product.Batch.Any(axis => !IsNumber(axis.B, 0)))
        {
            yield break;
        }

        if ((n.Size.IsOne || IsNumber(n.First, k.Size.Factor)) && (k.Size.IsOne || IsNumber(k.Second, 1)))
            yield return new Channels(n.Size.Factor, k.Size.Factor, IsByRow: true);
        if ((n.Size.IsOne || IsNumber(n.First, 1)) && (k.Size.IsOne || IsNumber(k.Second, n.Size.Factor)))
            yield return new Channels(n.Size.Factor, k.Size.Factor, IsByRow: false);
    }

    private static IEnumerable<Channels> OfTable(ParameterNode parameter, Node table)
    {
        var view = View.Of(table);
        var rows = table.Shape[0].Size;
        return view.Offset.IsZero && view.Strides.SequenceEqual(Strides.RowMajor(table.Shape)) && rows.Factor > 0
            ? [new Channels(rows.Factor, parameter.Slot.Count / rows.Factor, IsByRow: true)]
            : [];
    }

    private static bool IsNumber(Dim size, long number) => size.IsConstant && size.Factor == number;
}

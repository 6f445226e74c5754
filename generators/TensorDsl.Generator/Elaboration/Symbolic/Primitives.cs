using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Graph;

namespace TensorDsl;

/// <summary>The compiler's meaning of the language's primitives: each adds a node.</summary>
internal static partial class Primitives
{
    private static GraphBuilder Builder => Definition.Current.Builder;

    public static Tensor Constant(double value) => new(Builder.Constant(value));

    public static Tensor Size(Dim size) => new(Builder.Size(size));

    public static Tensor Index(Axis axis) => new(Builder.Add(new IndexNode(Builder.Region, axis)));

    public static Tensor Vocabulary(Dim n) => new(Builder.Add(new IndexNode(Builder.Region, new Axis(null, n), isVocabulary: true)));

    public static Tensor Values(Tokens tokens) =>
        new(tokens.Node is TokensNode input ? Builder.Add(new ValuesNode(Builder.Region, input)) : tokens.Node);

    /// <summary>Tokens moved about, or <paramref name="value"/>, as tokens again.</summary>
    public static Tokens Whole(Tensor numbers, Tokens moved, int value) =>
        numbers.Node is ValuesNode same ? new(same.Inputs[0], moved.Largest) : new(numbers.Node, Math.Max(moved.Largest, value));

    public static Tensor Parameter(string fullName, Shape shape, Initializer init)
    {
        // Where the loops around that do not share the parameter are the only ones.
        var home = Builder.Region;
        var loops = LoopsAround(home);
        while (loops.Count > Definition.Current.Names.Depth)
        {
            home = home.Parent!;
            loops.RemoveAt(loops.Count - 1);
        }

        // Places that share a parameter have its slot, in loops of one name and number.
        var slot = Builder.Graph.Parameters.Find(known => known.Name == fullName);
        if (slot is null)
        {
            if (WrittenOut(fullName) is { } loop)
                throw ShapeException.SharedInLoop(loop);
            slot = new ParameterSlot(fullName, shape, init, loops);
            Builder.Graph.Parameters.Add(slot);
        }
        else
        {
            NameScopes.Agree(fullName, slot.Shape, slot.Initializer, shape, init);
            foreach (var (known, loop) in slot.Loops.Zip(loops, (known, loop) => (known, loop)).Where(pair => pair.known.Count != pair.loop.Count))
                throw ShapeException.SharedLoop(known.Name, known.Count, loop.Count);
        }

        return new(Builder.In(home, () => Builder.Add(new ParameterNode(home, slot))));
    }

    // The loop around a parameter whose layers another entry point writes out, where this one does not, or the other way round.
    private static string? WrittenOut(string fullName)
    {
        string general = General(fullName);
        bool isRolled = fullName == general;
        var other = Builder.Graph.Parameters.Find(known => isRolled
            ? fullName.Contains('*') && known.Name != fullName && General(known.Name) == fullName
            : known.Name == general);
        return other is null ? null : general.Substring(0, general.IndexOf(".*", StringComparison.Ordinal));
    }

    private static string General(string fullName) => fullName.Any(char.IsDigit)
        ? string.Join(".", fullName.Split('.').Select(part => char.IsDigit(part[0]) ? "*" : part))
        : fullName;

    public static Tensor Map(Function f, params Tensor[] inputs) => new(Builder.Map(f, [.. inputs.Select(x => x.Node)]));

    public static Tensor Reduce(Reduction r, Tensor x, params int[] axes) => new(Builder.Reduce(r, x.Node, axes));

    public static Tensor Contract(ContractionSpec spec, Tensor a, Tensor b) => new(Builder.Contract(spec, a.Node, b.Node));

    public static Tensor Reshape(Tensor x, Shape shape) => new(Builder.Reshape(x.Node, shape));

    /// <summary>Stretches axes of size 1 to those of a shape.</summary>
    public static Tensor Expand(Tensor x, Shape shape) => new(Builder.Expand(x.Node, shape));

    public static Tensor Transpose(Tensor x, params int[] order) => new(Builder.Transpose(x.Node, order));

    public static Tensor Gather(Tensor table, Tokens tokens) => tokens.Largest < table.Shape[0].Size.Value
        ? new(Builder.Add(new GatherNode(Builder.Region, table.Node, tokens.Node)))
        : throw ShapeException.Slice(FormattableString.Invariant($"Elements at {tokens.Largest}"), table.Shape[0]);

    public static Tensor StopGradient(Tensor x) => new(Builder.Add(new StopGradientNode(Builder.Region, x.Node)));

    /// <summary>The elements of an axis that lie at a placement; a symbolic <paramref name="part"/> is thereby bounded.</summary>
    public static Tensor Slice(Tensor x, int axis, Axis part, Placement at)
    {
        if (part.Size == x.Shape[axis].Size && at.Step == 1)
            return Reshape(x, x.Shape.With(axis, part));
        foreach (var rule in SizeRule.Within(at, part.Size, x.Shape[axis].Size).Where(rule => !rule.HoldsAlways))
        {
            // 2·T fits into 64 where T does into 32; what bounds B·T bounds neither B nor T. Other rules are the program's, unless
            // they can't hold, as T+S of one element.
            if (rule.BoundsProduct || rule.Most is { Value: 0 } || !rule.Rest.MayBeNatural)
                throw ShapeException.Slice($"The first {part} elements", x.Shape[axis]);
            if (rule.Most is { } most)
                Definition.Current.Bound(most.Symbol, most.Value);
        }

        return new(Builder.Add(new SliceNode(Builder.Region, axis, part, at, x.Node)));
    }

    public static Tensor Join(int axis, Axis whole, Placement[] places, Tensor[] parts) =>
        new(Builder.Add(new JoinNode(Builder.Region, axis, whole, places, [.. parts.Select(part => part.Node)])));

    public static Tensor Windows(Tensor x, int axis, Axis count, Axis size, int step) =>
        new(Builder.Add(new WindowsNode(Builder.Region, axis, count, size, step, x.Node)));
}

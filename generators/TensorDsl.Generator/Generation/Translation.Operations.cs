using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Generation;

/// <content>One method for each kind of operation.</content>
internal sealed partial class Translation
{
    private Node Gather(GatherNode gather, Extent[] extents)
    {
        var (table, tokens) = (gather.Inputs[0], gather.Inputs[1]);
        if (table.Shape.Axes.Any(axis => time.IsIn(axis.Size)))
            throw Fails(gather, "it looks up rows along time");
        var picked = Of(tokens, [.. extents.Take(tokens.Shape.Rank)]);
        return picked is StoredNode
            ? throw Fails(gather, "in each iteration it looks up other rows for tokens that are read once, before the first position")
            : _builder.Add(new GatherNode(_builder.Region, Whole(table), picked));
    }

    private Node Index(IndexNode index, Extent[] extents)
    {
        var axis = index.Shape[0];
        if (extents[0] == Extent.None)
            return _builder.Add(index.In(_builder.Region, []));
        if (!time.IsAll(axis))
            throw Fails(index, "it counts along an axis that is made of time and others");
        var past = _builder.Size(Dim.Symbol(time.Past));
        return extents[0] switch
        {
            Extent.Seen => _builder.Add(new IndexNode(_builder.Region, time.Of(axis, Extent.Seen))),
            Extent.New => _builder.Map(Function.Add, _builder.Add(new IndexNode(_builder.Region, axis)), past),
            _ => _builder.Map(Function.Add, new Shape(time.Of(axis, Extent.Latest)), past, _builder.Size(Dim.Symbol(time.Latest))),
        };
    }

    private Node Map(MapNode map, Extent[] extents)
    {
        var operands = new List<Node>();
        foreach (var input in map.Inputs)
        {
            var wanted = new Extent[input.Shape.Rank];
            int[] places = Broadcasting.Map(input.Shape, map.Shape);
            for (int i = 0; i < places.Length; i++)
            {
                if (places[i] >= 0)
                    wanted[places[i]] = extents[i];
            }

            operands.Add(Of(input, wanted));
        }

        // A number that was stretched to a shape keeps it.
        var shape = time.Of(map.Shape, extents);
        return map.Function == Function.Copy ? _builder.Expand(operands[0], shape) : _builder.Map(map.Function, shape, [.. operands]);
    }

    private Node Reduce(ReduceNode reduce, Extent[] extents)
    {
        var x = reduce.Inputs[0];
        var wanted = (Extent[])extents.Clone();
        foreach (int axis in reduce.Axes.Where(axis => time.IsIn(x.Shape[axis].Size)))
            wanted[axis] = Extent.Seen;
        var operand = Of(x, wanted);
        foreach (int axis in reduce.Axes.Where(axis => wanted[axis] == Extent.Seen))
        {
            bool isPast = Others(reduce.Shape, axis).Any(other => reduce.Reduction == Reduction.Sum
                ? causality.Of(x, other, axis) == 0
                : causality.IsHidden(x, other, axis));
            if (!isPast)
                throw Fails(reduce, $"its {(reduce.Reduction == Reduction.Sum ? "sum" : "maximum")} over {x.Shape[axis]} takes later positions in");
        }

        return _builder.Reduce(reduce.Reduction, operand, reduce.Axes);
    }

    private Node Contract(ContractNode contract, Extent[] extents)
    {
        var (spec, a, b) = (contract.Spec, contract.Inputs[0], contract.Inputs[1]);
        var letters = new Extent[spec.Letters.Length];
        for (int i = 0; i < extents.Length; i++)
            letters[spec.Output[i]] = extents[i];
        int[] summed = [.. spec.A.Where(letter => !spec.Output.Contains(letter) && time.IsIn(spec.Letters[letter].Size))];
        foreach (int letter in summed)
            letters[letter] = Extent.Seen;
        var left = Of(a, [.. spec.A.Select(letter => letters[letter])]);
        var right = Of(b, [.. spec.B.Select(letter => letters[letter])]);
        foreach (int letter in summed)
        {
            if (!IsPast(a, spec.A, letter) && !IsPast(b, spec.B, letter))
                throw Fails(contract, $"its sum over {spec.Letters[letter]} takes later positions in");
        }

        var axes = spec.Letters.Select((axis, i) => time.Of(axis, letters[i])).ToArray();
        return _builder.Contract(ContractionSpec.FromLetters(spec.A, spec.B, spec.Output, axes), left, right);

        bool IsPast(Node x, int[] its, int letter) => Enumerable.Range(0, its.Length)
            .Any(other => spec.Output.Contains(its[other]) && time.IsAll(spec.Letters[its[other]])
                && causality.Of(x, other, Array.IndexOf(its, letter)) == 0);
    }

    private Node Reshape(Node reshape, Extent[] extents)
    {
        var x = reshape.Inputs[0];
        var wanted = new Extent[x.Shape.Rank];
        for (int i = 0; i < extents.Length; i++)
        {
            if (extents[i] == Extent.None)
                continue;
            int before = TimeAxes.Before(reshape, i, time);
            if (before < 0)
                throw Fails(reshape, $"{x.Shape} as {reshape.Shape} puts positions into others' places");
            wanted[before] = extents[i];
        }

        if (x.Shape.Axes.Where((axis, i) => time.IsIn(axis.Size) && wanted[i] == Extent.None).Any())
            throw Fails(reshape, $"{x.Shape} as {reshape.Shape} puts positions into others' places");
        return _builder.Reshape(Of(x, wanted), time.Of(reshape.Shape, extents));
    }

    private Node Transpose(TransposeNode transpose, Extent[] extents)
    {
        var wanted = new Extent[extents.Length];
        for (int i = 0; i < extents.Length; i++)
            wanted[transpose.Order[i]] = extents[i];
        return _builder.Transpose(Of(transpose.Inputs[0], wanted), transpose.Order);
    }

    // Rows of a table, one for each position; the sequence's first position, which all see; or a part of another axis.
    private Node Slice(SliceNode slice, Extent[] extents)
    {
        var (x, axis) = (slice.Inputs[0], slice.Axis);
        var wanted = (Extent[])extents.Clone();
        bool isTimed = time.IsIn(x.Shape[axis].Size);
        bool isFirst = slice.Shape[axis].Size.IsOne && slice.At.Start.IsZero;
        if (isTimed ? !isFirst : extents[axis] != Extent.None && !(time.IsAll(slice.Shape[axis]) && slice.At is { Start.IsZero: true, Step: 1 }))
            throw Fails(slice, "it takes a part of the sequence");
        wanted[axis] = isTimed ? Extent.Seen : Extent.None;
        var at = extents[axis] == Extent.New ? new Placement(Dim.Symbol(time.Past), 1) : slice.At;
        return _builder.Add(new SliceNode(_builder.Region, axis, time.Of(slice.Shape[axis], extents[axis]), at, Of(x, wanted)));
    }

    // Earlier positions moved to later places; or parts that lie along another axis.
    private Node Join(JoinNode join, Extent[] extents)
    {
        int axis = join.Axis;
        bool isTimed = extents[axis] != Extent.None;
        if (isTimed && !join.Inputs.Zip(join.Places, (part, place) => time.IsAll(part.Shape[axis])
                && place is { Step: 1, IsClipped: true, Start.IsConstant: true } && place.Start.Value >= 0).All(isPast => isPast))
        {
            throw Fails(join, "it moves later positions to earlier places");
        }

        var wanted = (Extent[])extents.Clone();
        wanted[axis] = isTimed ? Extent.Seen : Extent.None;
        var places = join.Places.Select(place => isTimed ? place with { Start = place.Start - Dim.Symbol(time.Past) } : place);
        return _builder.Add(new JoinNode(
            _builder.Region, axis, time.Of(join.Shape[axis], extents[axis]), [.. places], [.. join.Inputs.Select(part => Of(part, wanted))]));
    }

    private Node Windows(WindowsNode windows, Extent[] extents)
    {
        var (axis, shape) = (windows.Axis, windows.Shape);
        var x = Of(windows.Inputs[0], [.. extents.Where((_, i) => i != axis + 1)]);
        return time.IsIn(windows.Inputs[0].Shape[axis].Size)
            ? throw Fails(windows, "its windows run along time")
            : _builder.Add(new WindowsNode(_builder.Region, axis, shape[axis], shape[axis + 1], windows.Step, x));
    }

    private IEnumerable<int> Others(Shape shape, int axis) =>
        Enumerable.Range(0, shape.Rank).Where(i => i != axis && time.IsAll(shape[i]));
}

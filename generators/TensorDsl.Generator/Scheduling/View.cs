using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Scheduling;

/// <summary>How a node's elements lie in memory that another node, the base, owns.</summary>
/// <param name="Base">The node whose storage this is.</param>
/// <param name="Shape">The viewed shape.</param>
/// <param name="Strides">Elements from one index to the next, by axis.</param>
/// <param name="Offset">The place of the first element.</param>
internal sealed record View(Node Base, Shape Shape, Dim[] Strides, Offset Offset)
{
    /// <summary>The view that a node is; nodes with storage of their own are viewed row-major.</summary>
    /// <exception cref="InvalidOperationException">A reshape needs a copy, which normalisation should have made.</exception>
    public static View Of(Node node) => TryOf(node)
        ?? throw new InvalidOperationException($"The reshape {node} needs a copy.");

    /// <summary>The view that a node is, or null where a reshape needs a copy.</summary>
    public static View? TryOf(Node node)
    {
        switch (node)
        {
            case TransposeNode transpose when TryOf(transpose.Inputs[0]) is { } inner:
                return inner with { Shape = node.Shape, Strides = [.. transpose.Order.Select(i => inner.Strides[i])] };
            case SliceNode slice when TryOf(slice.Inputs[0]) is { } inner:
                return inner with
                {
                    Shape = node.Shape,
                    Strides = [.. inner.Strides.Select((stride, i) => i == slice.Axis ? stride * slice.At.Step : stride)],
                    Offset = inner.Offset + (slice.At.Start * inner.Strides[slice.Axis]),
                };
            case WindowsNode windows when TryOf(windows.Inputs[0]) is { } inner:
                var along = inner.Strides[windows.Axis];
                return inner with
                {
                    Shape = node.Shape,
                    Strides = [.. inner.Strides.Take(windows.Axis), along * windows.Step, .. inner.Strides.Skip(windows.Axis)],
                };
            case ReshapeNode reshape when TryOf(reshape.Inputs[0]) is { } inner:
                return Scheduling.Strides.Reshape(inner.Shape, inner.Strides, node.Shape) is { } strides
                    ? inner with { Shape = node.Shape, Strides = strides }
                    : null;
            case TransposeNode or SliceNode or WindowsNode or ReshapeNode:
                return null;
            default:
                return new View(node, node.Shape, Scheduling.Strides.RowMajor(node.Shape), 0);
        }
    }
}

namespace TensorDsl.Generator.Scheduling;

/// <summary>
/// A view as runs of rows along one axis: what is outside the axis and what is inside lie evenly, the latter without
/// gaps.
/// </summary>
/// <param name="Outer">The number of runs.</param>
/// <param name="OuterStride">From one run to the next.</param>
/// <param name="AxisStride">From one row of a run to the next.</param>
/// <param name="Inner">The elements of a row.</param>
internal sealed record RunsView(Dim Outer, Dim OuterStride, Dim AxisStride, Dim Inner)
{
    /// <summary>The runs, or null where no strides make any of the view.</summary>
    public static RunsView? TryOf(View view, int axis)
    {
        var axes = view.Shape.Axes.Zip(view.Strides, (a, stride) => (a.Size, stride)).ToList();
        if (Strides.Merge([.. axes.Take(axis)]) is not { } outer
            || Strides.Merge([.. axes.Skip(axis + 1)]) is not { } inner || !(inner.Size.IsOne || inner.Stride.IsOne))
        {
            return null;
        }

        return new RunsView(outer.Size, outer.Stride, axes[axis].stride.Plain, inner.Size);
    }
}

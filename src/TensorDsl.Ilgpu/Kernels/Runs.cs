using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>
/// Puts rows into runs of rows, (outer, whole, inner): what concatenation, padding and the gradients of slices and windows
/// are made of.
/// </summary>
public static class Runs
{
    /// <summary>Sets the target (outer, whole, inner) to zero.</summary>
    public static void Clear(GpuDevice gpu, Address<float> target, int outer, int whole, int inner)
    {
        int count = checked(outer * whole * inner);
        gpu.Each(new Clear(target, count), count);
    }

    /// <summary>target[o, start + i·step, :] = source[o, i, :], where that is inside the target.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="source">(outer, part, inner) with strides of its own.</param>
    /// <param name="outerStride">Floats from one run of the source to the next.</param>
    /// <param name="axisStride">Floats from one row of the source to the next.</param>
    /// <param name="part">The rows of a source run.</param>
    /// <param name="target">Written: (outer, whole, inner).</param>
    /// <param name="outer">The number of runs.</param>
    /// <param name="whole">The rows of a target run.</param>
    /// <param name="inner">Floats in a row.</param>
    /// <param name="start">Where the first row goes.</param>
    /// <param name="step">From one row to the next; not 0.</param>
    public static void Place(
        GpuDevice gpu, Address<float> source, int outerStride, int axisStride, int part, Address<float> target, int outer, int whole, int inner,
        int start, int step)
    {
        int count = checked(outer * part * inner);
        gpu.Each(new PlaceRuns(source, outerStride, axisStride, part, target, whole, inner, start, step, count), count);
    }

    /// <summary>target[o, c·step + k, :] = Σ windows[o, c, k, :] over all windows c that have the row.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="windows">(outer, count, size, inner).</param>
    /// <param name="count">The number of windows of a run.</param>
    /// <param name="size">The rows of a window.</param>
    /// <param name="step">From one window to the next.</param>
    /// <param name="target">Written: (outer, whole, inner).</param>
    /// <param name="outer">The number of runs.</param>
    /// <param name="whole">The rows of a target run.</param>
    /// <param name="inner">Floats in a row.</param>
    public static void Overlap(
        GpuDevice gpu, Address<float> windows, int count, int size, int step, Address<float> target, int outer, int whole, int inner)
    {
        int elements = checked(outer * whole * inner);
        gpu.Each(new OverlapRuns(windows, count, size, step, target, whole, inner, elements), elements);
    }
}

/// <summary>A thread for each element.</summary>
public readonly struct Clear(ArrayView<float> target, int count) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int e = Ilgpu.Place.InAll;
        if (e < count)
            target[e] = 0f;
    }
}

/// <summary>A thread for each element of the source.</summary>
public readonly struct PlaceRuns(
    ArrayView<float> source, int outerStride, int axisStride, int part, ArrayView<float> target, int whole, int inner, int start, int step, int count)
    : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int e = Ilgpu.Place.InAll;
        if (e >= count)
            return;
        int column = e % inner, i = e / inner % part, run = e / inner / part;
        int row = start + (i * step);
        if (row >= 0 && row < whole)
            target[(((run * whole) + row) * inner) + column] = source[(run * outerStride) + (i * axisStride) + column];
    }
}

/// <summary>A thread for each element of the target.</summary>
public readonly struct OverlapRuns(ArrayView<float> windows, int count, int size, int step, ArrayView<float> target, int whole, int inner, int elements)
    : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int e = Ilgpu.Place.InAll;
        if (e >= elements)
            return;
        int column = e % inner, row = e / inner % whole, run = e / inner / whole;
        int before = row - size + 1;
        int first = before > 0 ? (before + step - 1) / step : 0;
        int last = row / step;
        float sum = 0f;
        for (int window = first; window < count && window <= last; window++)
            sum += windows[(((((run * count) + window) * size) + row - (window * step)) * inner) + column];
        target[e] = sum;
    }
}

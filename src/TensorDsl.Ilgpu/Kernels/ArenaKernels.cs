using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>A thread for each number: target ← target + share · (source − leak · target), as the CPU's sums of arenas.</summary>
public readonly struct Blend(ArrayView<float> target, ArrayView<float> source, float share, float leak, int count) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int i = Place.InAll;
        if (i < count)
            target[i] += (source[i] - (target[i] * leak)) * share;
    }
}

/// <summary>A thread for each number of two arenas, which change places.</summary>
public readonly struct Exchange(ArrayView<float> first, ArrayView<float> second, int count) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int i = Place.InAll;
        if (i >= count)
            return;
        float value = first[i];
        first[i] = second[i];
        second[i] = value;
    }
}

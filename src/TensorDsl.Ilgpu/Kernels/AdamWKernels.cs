using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>The settings of stretches of the arena: where each ends, its factor on the learning rate, and its decay.</summary>
/// <param name="ends">The position after the last value of each.</param>
/// <param name="rates">The factor on the learning rate; negative where nothing changes.</param>
/// <param name="decays">The share taken off per step, times the learning rate.</param>
public readonly struct AdamWStretches(ArrayView<int> ends, ArrayView<float> rates, ArrayView<float> decays)
{
    /// <summary>The stretch of a position.</summary>
    public int At(int position)
    {
        int low = 0, high = (int)ends.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (position < ends[middle])
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>Its factor on the learning rate; negative where nothing changes.</summary>
    public float Rate(int stretch) => rates[stretch];

    /// <summary>Its decay.</summary>
    public float Decay(int stretch) => decays[stretch];
}

/// <summary>A group for each <see cref="Chunk"/> gradients: the sum of their squares.</summary>
public readonly struct SquareSums(ArrayView<float> gradients, AdamWStretches stretches, ArrayView<float> sums, int length) : IKernel
{
    /// <summary>Gradients that a group sums.</summary>
    public const int Chunk = 4096;

    /// <inheritdoc/>
    public void Run()
    {
        var shared = SharedMemory.Allocate<float>(GroupReduction.Room);
        int from = Grid.IdxX * Chunk;
        int to = length < from + Chunk ? length : from + Chunk;
        float sum = 0f;
        for (int i = from + Group.IdxX; i < to; i += Group.DimX)
        {
            float gradient = stretches.Rate(stretches.At(i)) < 0f ? 0f : gradients[i];
            sum += gradient * gradient;
        }

        sum = GroupReduction.Sum(shared, sum);
        if (Group.IdxX == 0)
            sums[Grid.IdxX] = sum;
    }
}

/// <summary>One group: the norm of all gradients, and the factor that it is clipped by, 0 where it is no number.</summary>
public readonly struct ClipFactor(ArrayView<float> sums, int count, float scale, float maxNorm, ArrayView<float> norm) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        var shared = SharedMemory.Allocate<float>(GroupReduction.Room);
        float sum = 0f;
        for (int i = Group.IdxX; i < count; i += Group.DimX)
            sum += sums[i];
        sum = GroupReduction.Sum(shared, sum);
        if (Group.IdxX != 0)
            return;
        float length = scale * Scalar.Sqrt(sum);
        float clip = maxNorm / (length + 1e-6f);
        norm[0] = length;
        norm[1] = length - length == 0f ? scale * Scalar.Min(1f, clip) : 0f;
    }
}

/// <summary>The constants of an update.</summary>
/// <param name="Beta1">How much of the mean gradient is kept.</param>
/// <param name="Beta2">How much of the mean squared gradient is kept.</param>
/// <param name="Epsilon">Added to the root of the mean square.</param>
/// <param name="LearningRate">The step size.</param>
/// <param name="InverseCorrection">One over the first moment's bias correction.</param>
/// <param name="RootCorrection">One over the root of the second moment's bias correction.</param>
public readonly record struct AdamWConstants(
    float Beta1, float Beta2, float Epsilon, float LearningRate, float InverseCorrection, float RootCorrection);

/// <summary>A thread for each parameter.</summary>
public readonly struct AdamWUpdate(
    ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> first, ArrayView<float> second, AdamWStretches stretches,
    ArrayView<float> norm, AdamWConstants constants, int length) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int i = Place.InAll;
        float clip = norm[1];
        if (i >= length || clip == 0f)
            return;
        int stretch = stretches.At(i);
        if (stretches.Rate(stretch) < 0f)
            return;
        float rate = constants.LearningRate * stretches.Rate(stretch);
        float gradient = gradients[i] * clip;
        float mean = first[i];
        mean += (gradient - mean) * (1f - constants.Beta1);
        float square = (second[i] * constants.Beta2) + (gradient * gradient * (1f - constants.Beta2));
        first[i] = mean;
        second[i] = square;
        float root = (Scalar.Sqrt(square) * constants.RootCorrection) + constants.Epsilon;
        float kept = parameters[i] * (1f - (rate * stretches.Decay(stretch)));
        parameters[i] = kept - (rate * constants.InverseCorrection * (mean / root));
    }
}

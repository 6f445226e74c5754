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

/// <summary>What a step is given, and what it leaves, in the device's memory, so that the same launches serve every step.</summary>
/// <param name="constants">The step's numbers, by the places below.</param>
/// <param name="corrections">The bias corrections of each step that may come, see <see cref="BiasCorrections"/>; the last goes on.</param>
/// <param name="counts">The updates made since the count began, and the steps skipped.</param>
/// <param name="results">Written: the norm, the factor that gradients are clipped by, the step's corrections, and whether it updates.</param>
public readonly struct AdamWState(ArrayView<float> constants, ArrayView<float> corrections, ArrayView<int> counts, ArrayView<float> results)
{
    /// <summary>Places in the constants.</summary>
    public const int Beta1 = 0, Beta2 = 1, Epsilon = 2, Scale = 3, MaxNorm = 4, LearningRate = 5, Constants = 6;

    /// <summary>Places in the results.</summary>
    public const int Norm = 0, Clip = 1, InverseCorrection = 2, RootCorrection = 3, Updates = 4, Results = 5;

    /// <summary>A number of the step.</summary>
    public float Constant(int place) => constants[place];

    /// <summary>What a step left.</summary>
    public float Result(int place) => results[place];

    /// <summary>Counts a step, and gives an update its corrections.</summary>
    public void Count(float norm)
    {
        results[Norm] = norm;
        if (norm - norm != 0f)
        {
            results[Updates] = 0f;
            counts[1] = counts[1] + 1;
            return;
        }

        int step = counts[0], last = ((int)corrections.Length / 2) - 1;
        counts[0] = step + 1;
        step = step < last ? step : last;
        results[Updates] = 1f;
        results[Clip] = constants[Scale] * Scalar.Min(1f, constants[MaxNorm] / (norm + 1e-6f));
        results[InverseCorrection] = corrections[2 * step];
        results[RootCorrection] = corrections[(2 * step) + 1];
    }
}

/// <summary>One group: the norm of all gradients, and what follows from it for the update.</summary>
public readonly struct GradientNorm(ArrayView<float> sums, int count, AdamWState state) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        var shared = SharedMemory.Allocate<float>(GroupReduction.Room);
        float sum = 0f;
        for (int i = Group.IdxX; i < count; i += Group.DimX)
            sum += sums[i];
        sum = GroupReduction.Sum(shared, sum);
        if (Group.IdxX == 0)
            state.Count(state.Constant(AdamWState.Scale) * Scalar.Sqrt(sum));
    }
}

/// <summary>A thread for each parameter.</summary>
public readonly struct AdamWUpdate(
    ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> first, ArrayView<float> second, AdamWStretches stretches,
    AdamWState state, int length) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int i = Place.InAll, stretch = Stretch(i);
        if (stretch >= 0)
            _ = Update(i, stretch);
    }

    /// <summary>The stretch of a parameter that is updated; negative for one that is not.</summary>
    internal int Stretch(int i)
    {
        if (i >= length || state.Result(AdamWState.Updates) == 0f)
            return -1;
        int stretch = stretches.At(i);
        return stretches.Rate(stretch) < 0f ? -1 : stretch;
    }

    /// <summary>Updates a parameter, and gives its new value.</summary>
    internal float Update(int i, int stretch)
    {
        float beta2 = state.Constant(AdamWState.Beta2);
        float rate = state.Constant(AdamWState.LearningRate) * stretches.Rate(stretch);
        float gradient = gradients[i] * state.Result(AdamWState.Clip);
        float mean = first[i];
        mean += (gradient - mean) * (1f - state.Constant(AdamWState.Beta1));
        float square = (second[i] * beta2) + (gradient * gradient * (1f - beta2));
        first[i] = mean;
        second[i] = square;
        float root = (Scalar.Sqrt(square) * state.Result(AdamWState.RootCorrection)) + state.Constant(AdamWState.Epsilon);
        float kept = parameters[i] * (1f - (rate * stretches.Decay(stretch)));
        kept -= rate * state.Result(AdamWState.InverseCorrection) * (mean / root);
        parameters[i] = kept;
        return kept;
    }
}

/// <summary>The same where the parameters have a copy in bfloat16, which follows.</summary>
public readonly struct RoundingAdamWUpdate(AdamWUpdate update, ArrayView<ushort> rounded) : IKernel
{
    /// <inheritdoc/>
    public void Run()
    {
        int i = Place.InAll, stretch = update.Stretch(i);
        if (stretch >= 0)
            rounded[i] = BFloat16.Round(update.Update(i, stretch));
    }
}

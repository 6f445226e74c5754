using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Sums and maxima over the threads of a group, whose number is a power of two; each thread gets the result.</summary>
/// <remarks>
/// They wait before they write, for threads that still read the last result, and not after they have read: ILGPU 1.5.3 moves a load past a
/// barrier that is the last access to memory of its basic block, and others would overwrite the result first. Here a store follows the barrier.
/// </remarks>
public static class GroupReduction
{
    /// <summary>The shared floats that it takes: one for each thread of the largest group.</summary>
    public const int Room = 256;

    /// <summary>The sum of all threads' values.</summary>
    public static float Sum(ArrayView<float> shared, float value)
    {
        int thread = Group.IdxX;
        Group.Barrier();
        shared[thread] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (thread < half)
                shared[thread] += shared[thread + half];
            Group.Barrier();
        }

        return shared[0];
    }

    /// <summary>The largest of all threads' values.</summary>
    public static float Max(ArrayView<float> shared, float value)
    {
        int thread = Group.IdxX;
        Group.Barrier();
        shared[thread] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (thread < half)
                shared[thread] = Scalar.Max(shared[thread], shared[thread + half]);
            Group.Barrier();
        }

        return shared[0];
    }
}

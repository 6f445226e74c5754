using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Sums and maxima down columns: a group has <see cref="Width"/> neighbouring columns, and a power of two of threads for each.</summary>
public static class ColumnReduction
{
    /// <summary>Columns of a group: as many floats as memory hands out at a time.</summary>
    public const int Width = 8;

    /// <summary>Asks for a kernel to be run over columns.</summary>
    /// <param name="device">The device.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="outer">How often the columns are repeated.</param>
    /// <param name="columns">How many there are.</param>
    /// <param name="rows">What is added up in each.</param>
    public static void Launch<TKernel>(GpuDevice device, in TKernel kernel, int outer, int columns, int rows)
        where TKernel : struct, IKernel
    {
        ArgumentNullException.ThrowIfNull(device);
        int threads = (int)Math.Min(GroupReduction.Room, (long)Width * rows);
        device.Launch(kernel, outer * ((columns + Width - 1) / Width), Math.Max(Width, device.GroupFor(threads)));
    }

    /// <summary>The sum of the threads of a column; those of the first row of threads get it.</summary>
    public static float Sum(ArrayView<float> shared, float value)
    {
        int thread = Group.IdxX;
        shared[thread] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half >= Width; half /= 2)
        {
            if (thread < half)
                shared[thread] += shared[thread + half];
            Group.Barrier();
        }

        return shared[thread];
    }

    /// <summary>The largest value of the threads of a column; those of the first row of threads get it.</summary>
    public static float Max(ArrayView<float> shared, float value)
    {
        int thread = Group.IdxX;
        shared[thread] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half >= Width; half /= 2)
        {
            if (thread < half)
                shared[thread] = Scalar.Max(shared[thread], shared[thread + half]);
            Group.Barrier();
        }

        return shared[thread];
    }
}

using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>Turns weights of fewer bits into floats, their scales multiplied in.</summary>
internal static unsafe class WeightFloats
{
    /// <summary>target[l, j] = b[l, column + j] for all k rows and some columns.</summary>
    /// <param name="b">The weights.</param>
    /// <param name="column">The first column, a panel's first.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="target">Written.</param>
    /// <param name="stride">From row to row of the target.</param>
    public static void Block<V>(in WeightPanels b, int column, int columns, float* target, nint stride)
        where V : unmanaged, ISimd<V>
    {
        for (int end = column + columns; column < end; column += WeightPanels.Columns, target += WeightPanels.Columns)
        {
            if (b.Storage == WeightStorage.Int8)
                Panel<V, Int8Weight>(b.Panel(column), b.K, b.Width(column), b.Scales + column, target, stride);
            else
                Panel<V, BFloat16Weight>(b.Panel(column), b.K, b.Width(column), null, target, stride);
        }
    }

    /// <summary>One channel's weights.</summary>
    public static void Channel(in WeightPanels b, int column, float* target)
    {
        for (int l = 0; l < b.K; l++)
            target[l] = Of(b, l, column);
    }

    /// <summary>One weight.</summary>
    public static float Of(in WeightPanels b, int row, int column)
    {
        byte* at = b.At(row, column);
        return b.Storage == WeightStorage.Int8 ? *(sbyte*)at * b.Scales[column] : BitConverter.UInt32BitsToSingle((uint)*(ushort*)at << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel<V, TWeight>(byte* b, int k, int width, float* scales, float* target, nint stride)
        where V : unmanaged, ISimd<V>
        where TWeight : struct, IStoredWeight
    {
        for (int l = 0; l < k; l++, b += width * TWeight.Bytes, target += stride)
        {
            int j = 0;
            for (; j + V.Width <= width; j += V.Width)
                V.Store(target + j, Scaled(TWeight.Load<V>(b + (j * TWeight.Bytes)), scales, j));
            for (; j < width; j++)
                F1.Store(target + j, Scaled(TWeight.Load<F1>(b + (j * TWeight.Bytes)), scales, j));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Scaled<V>(V value, float* scales, int column)
        where V : unmanaged, ISimd<V> => scales == null ? value : value * V.Load(scales + column);
}

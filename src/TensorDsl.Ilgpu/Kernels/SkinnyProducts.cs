namespace TensorDsl.Ilgpu;

/// <summary>How products of few rows, such as those of the next token, are shared out.</summary>
internal static class SkinnyProducts
{
    /// <summary>The most threads of a group, and the fours of a row that are in shared memory at a time.</summary>
    public const int Span = GroupReduction.Room;

    /// <summary>The most rows that are few. With more, a tile's operands are read often enough to pay for shared memory; eight are computed at a time.</summary>
    public const int MostRows = 32;

    // The most threads beside each other, and the fewest where columns are not neighbours.
    private const int Widest = 8, LeastDeep = 1;

    // About as many groups as a large card has multiprocessors. Where there are fewer columns, more threads share the terms of
    // a sum, but no more groups do: another launch to add up what they found takes as long as reading so small an operand.
    private const int EnoughGroups = 128;

    /// <summary>Asks for a product if it has few rows; says whether it has.</summary>
    public static bool Launch<TProduct>(GpuDevice gpu, in TProduct product)
        where TProduct : struct, IProduct => product.Rounded.Length > 0
            ? Launch<TProduct, BFloat16Block>(gpu, product)
            : Launch<TProduct, WeightBlock>(gpu, product);

    private static bool Launch<TProduct, TBlock>(GpuDevice gpu, in TProduct product)
        where TProduct : struct, IProduct
        where TBlock : struct, IWeightBlock<TBlock>
    {
        switch (product.Rows)
        {
            case 1:
                Launch<TProduct, OneRow, TBlock>(gpu, product);
                return true;
            case <= 4:
                Launch<TProduct, TwiceTheRows<TwiceTheRows<OneRow>>, TBlock>(gpu, product);
                return true;
            case <= MostRows:
                Launch<TProduct, TwiceTheRows<TwiceTheRows<TwiceTheRows<OneRow>>>, TBlock>(gpu, product);
                return true;
            default:
                return false;
        }
    }

    private static void Launch<TProduct, TRows, TBlock>(GpuDevice gpu, in TProduct product)
        where TProduct : struct, IProduct
        where TRows : unmanaged, IRowSums<TRows>
        where TBlock : struct, IWeightBlock<TBlock>
    {
        // As many terms of a column take 16 bytes, and as many threads across 32, so that rows are read by whole sectors.
        int size = Math.Min(Span, gpu.LargestGroup);
        int across = Math.Min(Widest, size), least = product.IsDeep ? LeastDeep : TBlock.Terms / 2;
        while (across > least && Groups(product, across) < EnoughGroups && 2 * size / across * TBlock.Terms <= product.Depth)
            across /= 2;
        gpu.Launch(new SkinnyProduct<TProduct, TRows, TBlock>(product, across, size / across), Groups(product, across), size);
    }

    private static int Groups<TProduct>(in TProduct product, int across)
        where TProduct : struct, IProduct
    {
        int width = across * WeightBlock.Side;
        return checked((product.Columns + width - 1) / width * product.Repetitions);
    }
}

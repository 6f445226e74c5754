using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>
/// A product of few rows, whose time is that of reading the second operand: a group has some columns, and its threads share
/// the terms of their sums. A thread reads a block of four columns at a time, and the next one while it multiplies it.
/// What the threads summed is added up in shared memory, in an order that depends on how the product is shared out alone.
/// </summary>
/// <typeparam name="TProduct">The product.</typeparam>
/// <typeparam name="TRows">The sums of a thread.</typeparam>
/// <typeparam name="TBlock">What it reads of the second operand at a time.</typeparam>
/// <param name="product">The product.</param>
/// <param name="across">The threads beside each other, with four columns each.</param>
/// <param name="down">The threads that share the terms of a sum.</param>
public readonly struct SkinnyProduct<TProduct, TRows, TBlock>(TProduct product, int across, int down) : IKernel
    where TProduct : struct, IProduct
    where TRows : unmanaged, IRowSums<TRows>
    where TBlock : struct, IWeightBlock<TBlock>
{
    private const int Side = WeightBlock.Side, Stretch = SkinnyProducts.Span * Side;

    /// <inheritdoc/>
    public void Run()
    {
        // Fours of each row, and then the sums of each thread, which take as much.
        var shared = SharedMemory.Allocate<TRows>(SkinnyProducts.Span).Cast<Float4>();
        int thread = Group.IdxX, width = across * Side;

        // Neighbouring threads read neighbours in memory.
        int x = product.IsDeep ? thread / down : thread % across, y = product.IsDeep ? thread % down : thread / across;
        int tiles = (product.Columns + width - 1) / width, repetition = Grid.IdxX / tiles, column0 = Grid.IdxX % tiles * width;
        for (int row0 = 0; row0 < product.Rows; row0 += TRows.Count)
        {
            Sum(shared, repetition, row0, column0 + (x * Side), y * TBlock.Terms).Leave(shared, (y * across) + x);
            Group.Barrier();
            for (int half = Group.DimX / 2; half >= across; half /= 2)
            {
                if (thread < half)
                    TRows.Merge(shared, thread, thread + half);
                Group.Barrier();
            }

            var sums = shared.Cast<float>();
            for (int l = thread; l < TRows.Count * width; l += Group.DimX)
                product.Keep(repetition, row0 + (l / width), column0 + (l % width), sums[(l / width * Stretch) + (l % width)]);
            Group.Barrier();
        }
    }

    // A thread's terms, from the first on; the rows come to shared memory stretch by stretch.
    private TRows Sum(ArrayView<Float4> shared, int repetition, int row, int column, int first)
    {
        int step = down * TBlock.Terms;
        var rows = shared.Cast<float>();
        TRows sums = default;
        if (product.Depth <= 0)
            return sums;
        var next = TBlock.Read(product, repetition, column, first);
        for (int start = 0; start < product.Depth; start += Stretch)
        {
            int length = product.Depth - start < Stretch ? product.Depth - start : Stretch;
            for (int i = Group.IdxX; i < (length + TBlock.Terms - 1) / TBlock.Terms * TBlock.Terms; i += Group.DimX)
                TRows.Bring(product, rows, i, repetition, row, start + i);
            Group.Barrier();
            for (int i = first; i < length; i += step)
            {
                var weights = next;
                next = TBlock.Read(product, repetition, column, start + i + step);
                sums = weights.AddTo(product, sums, shared, i / Side);
            }

            Group.Barrier();
        }

        return sums;
    }
}

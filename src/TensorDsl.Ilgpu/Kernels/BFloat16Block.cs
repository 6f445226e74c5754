using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Four columns by eight terms of weights that are stored in bfloat16, and stay so until they are multiplied.</summary>
/// <param name="first">The first four terms'.</param>
/// <param name="second">The others'.</param>
public readonly struct BFloat16Block(BFloat16Square first, BFloat16Square second) : IWeightBlock<BFloat16Block>
{
    private const int Side = WeightBlock.Side;

    /// <inheritdoc/>
    public static int Terms => 2 * Side;

    /// <inheritdoc/>
    public TRows AddTo<TProduct, TRows>(TProduct product, TRows sums, ArrayView<Float4> shared, int at)
        where TProduct : struct, IProduct
        where TRows : unmanaged, IRowSums<TRows> => sums.Add(first.Floats(product.IsDeep), shared, at).Add(second.Floats(product.IsDeep), shared, at + 1);

    /// <inheritdoc/>
    public static BFloat16Block Read<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct
    {
        if (!product.IsDeep)
            return new BFloat16Block(FourTerms(product, repetition, column, depth), FourTerms(product, repetition, column, depth + Side));
        var (a, b) = (Eight(product, repetition, column, depth), Eight(product, repetition, column + 1, depth));
        var (c, d) = (Eight(product, repetition, column + 2, depth), Eight(product, repetition, column + 3, depth));
        return new BFloat16Block(new BFloat16Square(a.First, b.First, c.First, d.First), new BFloat16Square(a.Second, b.Second, c.Second, d.Second));
    }

    private static BFloat16Square FourTerms<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => new(
            Four(product, repetition, column, depth), Four(product, repetition, column, depth + 1),
            Four(product, repetition, column, depth + 2), Four(product, repetition, column, depth + 3));

    // Columns of a term.
    private static BFloat16x4 Four<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => product.Together >= Side
            ? product.Rounded.Cast<BFloat16x4>()[WeightBlock.Place(product, repetition, WeightBlock.Least(column, product.Columns - Side), depth) / Side]
            : new BFloat16x4(
                One(product, repetition, column, depth) | (One(product, repetition, column + 1, depth) << 16),
                One(product, repetition, column + 2, depth) | (One(product, repetition, column + 3, depth) << 16));

    // Terms of a column.
    private static BFloat16x8 Eight<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => product.Together >= Terms
            ? product.Rounded.Cast<BFloat16x8>()[WeightBlock.Place(product, repetition, column, WeightBlock.Least(depth, product.Depth - Terms)) / Terms]
            : new BFloat16x8(
                Pair(product, repetition, column, depth), Pair(product, repetition, column, depth + 2),
                Pair(product, repetition, column, depth + 4), Pair(product, repetition, column, depth + 6));

    private static uint Pair<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => One(product, repetition, column, depth) | (One(product, repetition, column, depth + 1) << 16);

    private static uint One<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => product.Rounded[WeightBlock.Place(product, repetition, column, depth)];
}

/// <summary>Four columns by four terms, as they lie: each field has the columns of a term or the terms of a column.</summary>
public readonly struct BFloat16Square(BFloat16x4 first, BFloat16x4 second, BFloat16x4 third, BFloat16x4 fourth)
{
    /// <summary>The same as floats, each field of which has the columns of a term.</summary>
    public WeightBlock Floats(bool isDeep)
    {
        var block = new WeightBlock(first.Floats, second.Floats, third.Floats, fourth.Floats);
        return isDeep ? block.Transposed() : block;
    }
}

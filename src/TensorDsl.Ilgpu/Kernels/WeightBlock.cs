using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Four columns by four terms of a product's second operand in float32; each field has the four columns of one term.</summary>
/// <param name="first">The first term's.</param>
/// <param name="second">The second's.</param>
/// <param name="third">The third's.</param>
/// <param name="fourth">The fourth's.</param>
public readonly struct WeightBlock(Float4 first, Float4 second, Float4 third, Float4 fourth) : IWeightBlock<WeightBlock>
{
    /// <summary>The side of a block.</summary>
    public const int Side = 4;

    /// <inheritdoc/>
    public static int Terms => Side;

    /// <summary>Adds the products of four terms of a row with the block.</summary>
    public Float4 AddTo(Float4 sums, Float4 row) => sums + (row.X * first) + (row.Y * second) + (row.Z * third) + (row.W * fourth);

    /// <inheritdoc/>
    public TRows AddTo<TProduct, TRows>(TProduct product, TRows sums, ArrayView<Float4> shared, int at)
        where TProduct : struct, IProduct
        where TRows : unmanaged, IRowSums<TRows> => sums.Add(this, shared, at);

    /// <inheritdoc/>
    public static WeightBlock Read<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => product.Together >= Side ? Fours(product, repetition, column, depth) : Ones(product, repetition, column, depth);

    private static WeightBlock Fours<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct
    {
        if (product.IsDeep)
        {
            depth = Least(depth, product.Depth - Side);
            return new WeightBlock(
                Four(product, repetition, column, depth), Four(product, repetition, column + 1, depth),
                Four(product, repetition, column + 2, depth), Four(product, repetition, column + 3, depth)).Transposed();
        }

        column = Least(column, product.Columns - Side);
        return new WeightBlock(
            Four(product, repetition, column, depth), Four(product, repetition, column, depth + 1),
            Four(product, repetition, column, depth + 2), Four(product, repetition, column, depth + 3));
    }

    private static WeightBlock Ones<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => new(
            Columns(product, repetition, column, depth), Columns(product, repetition, column, depth + 1),
            Columns(product, repetition, column, depth + 2), Columns(product, repetition, column, depth + 3));

    /// <summary>The same with columns for terms, which moves nothing: all are variables.</summary>
    internal WeightBlock Transposed() => new(
        new Float4(first.X, second.X, third.X, fourth.X), new Float4(first.Y, second.Y, third.Y, fourth.Y),
        new Float4(first.Z, second.Z, third.Z, fourth.Z), new Float4(first.W, second.W, third.W, fourth.W));

    private static Float4 Columns<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => new(
            One(product, repetition, column, depth), One(product, repetition, column + 1, depth),
            One(product, repetition, column + 2, depth), One(product, repetition, column + 3, depth));

    private static Float4 Four<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => product.Second.Cast<Float4>()[Place(product, repetition, column, depth) / Side];

    private static float One<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => product.Second[Place(product, repetition, column, depth)];

    /// <summary>The place of an element, or of the last one instead of what is beyond.</summary>
    internal static int Place<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct => product.Place(repetition, Least(column, product.Columns - 1), Least(depth, product.Depth - 1));

    /// <summary>The smaller one.</summary>
    internal static int Least(int a, int b) => a < b ? a : b;
}

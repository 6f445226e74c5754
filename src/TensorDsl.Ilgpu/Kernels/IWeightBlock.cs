using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>
/// What a thread reads of a product's second operand at a time: four columns by some terms, as many as make four times 16
/// bytes of the way in which the operand is stored.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IWeightBlock<TSelf>
    where TSelf : struct, IWeightBlock<TSelf>
{
    /// <summary>The terms, a multiple of four.</summary>
    static abstract int Terms { get; }

    /// <summary>Reads a block; instead of what is beyond the last column or term it has the last ones.</summary>
    static abstract TSelf Read<TProduct>(TProduct product, int repetition, int column, int depth)
        where TProduct : struct, IProduct;

    /// <summary>Adds the products with rows to their sums; four terms of each are at a place in shared memory, the next at the next.</summary>
    TRows AddTo<TProduct, TRows>(TProduct product, TRows sums, ArrayView<Float4> shared, int at)
        where TProduct : struct, IProduct
        where TRows : unmanaged, IRowSums<TRows>;
}

using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>A thread's sums: four columns of some rows, and where all threads' sums or the rows themselves are in shared memory.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IRowSums<TSelf>
    where TSelf : unmanaged, IRowSums<TSelf>
{
    /// <summary>The rows.</summary>
    static abstract int Count { get; }

    /// <summary>Brings a term of each row to shared memory.</summary>
    static abstract void Bring<TProduct>(TProduct product, ArrayView<float> shared, int at, int repetition, int row, int depth)
        where TProduct : struct, IProduct;

    /// <summary>The sums with four more terms, which are at a place of each row in shared memory.</summary>
    TSelf Add(WeightBlock weights, ArrayView<Float4> shared, int at);

    /// <summary>Leaves the sums at a place of each row in shared memory.</summary>
    void Leave(ArrayView<Float4> shared, int at);

    /// <summary>Adds those at another place to those at a place.</summary>
    static abstract void Merge(ArrayView<Float4> shared, int at, int other);
}

/// <summary>Those of one row.</summary>
public readonly struct OneRow(Float4 sums) : IRowSums<OneRow>
{
    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static void Bring<TProduct>(TProduct product, ArrayView<float> shared, int at, int repetition, int row, int depth)
        where TProduct : struct, IProduct
    {
        int last = product.Rows - 1;
        shared[at] = depth < product.Depth ? product.First(repetition, row < last ? row : last, depth) : 0f;
    }

    /// <inheritdoc/>
    public OneRow Add(WeightBlock weights, ArrayView<Float4> shared, int at) => new(weights.AddTo(sums, shared[at]));

    /// <inheritdoc/>
    public void Leave(ArrayView<Float4> shared, int at) => shared[at] = sums;

    /// <inheritdoc/>
    public static void Merge(ArrayView<Float4> shared, int at, int other) => shared[at] = shared[at] + shared[other];
}

/// <summary>Those of twice as many rows.</summary>
/// <typeparam name="THalf">Half of them.</typeparam>
public readonly struct TwiceTheRows<THalf>(THalf first, THalf second) : IRowSums<TwiceTheRows<THalf>>
    where THalf : unmanaged, IRowSums<THalf>
{
    /// <inheritdoc/>
    public static int Count => 2 * THalf.Count;

    private static int Half => THalf.Count * SkinnyProducts.Span;

    /// <inheritdoc/>
    public static void Bring<TProduct>(TProduct product, ArrayView<float> shared, int at, int repetition, int row, int depth)
        where TProduct : struct, IProduct
    {
        THalf.Bring(product, shared, at, repetition, row, depth);
        THalf.Bring(product, shared, at + (Half * WeightBlock.Side), repetition, row + THalf.Count, depth);
    }

    /// <inheritdoc/>
    public TwiceTheRows<THalf> Add(WeightBlock weights, ArrayView<Float4> shared, int at) =>
        new(first.Add(weights, shared, at), second.Add(weights, shared, at + Half));

    /// <inheritdoc/>
    public void Leave(ArrayView<Float4> shared, int at)
    {
        first.Leave(shared, at);
        second.Leave(shared, at + Half);
    }

    /// <inheritdoc/>
    public static void Merge(ArrayView<Float4> shared, int at, int other)
    {
        THalf.Merge(shared, at, other);
        THalf.Merge(shared, at + Half, other + Half);
    }
}

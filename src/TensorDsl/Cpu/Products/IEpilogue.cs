using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// What becomes of a product's sums on the way to memory: a bias, an activation, a residual, extra outputs through
/// pointers of its own. Implement it as a small struct whose method is inlined aggressively.
/// </summary>
public interface IEpilogue
{
    /// <summary>
    /// Returns what is stored in C for the columns <paramref name="column"/> … <paramref name="column"/> + Width − 1 of
    /// one row, all of them valid. Called exactly once for each element; the ends of rows come with <see cref="F1"/>.
    /// </summary>
    /// <param name="accumulated">The sums over k.</param>
    /// <param name="batch">0 for one product; outer · inner count + inner for a batch.</param>
    /// <param name="row">The row of C.</param>
    /// <param name="column">The first column of C.</param>
    V Apply<V>(V accumulated, int batch, int row, int column)
        where V : unmanaged, ISimd<V>;

    /// <summary>
    /// Asks for the cache line of what <see cref="Apply"/> will read from memory for one row's column, early enough to be
    /// there when the sums are.
    /// </summary>
    void Prefetch(int batch, int row, int column);
}

/// <summary>C = A · B. Full tiles are written straight from registers.</summary>
public readonly struct Plain : IEpilogue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V accumulated, int batch, int row, int column)
        where V : unmanaged, ISimd<V> => accumulated;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int batch, int row, int column)
    {
    }
}

/// <summary>C = C + A · B, for one product.</summary>
/// <param name="c">The same address as the product's C.</param>
/// <param name="ldc">From row to row of C.</param>
public readonly unsafe struct Accumulate(float* c, nint ldc) : IEpilogue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V accumulated, int batch, int row, int column)
        where V : unmanaged, ISimd<V> => V.Load(c + (row * ldc) + column) + accumulated;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int batch, int row, int column) => CacheLine.Prefetch(c + (row * ldc) + column);
}

using static TensorDsl.Ops;

namespace TensorDsl;

public sealed partial class Mask
{
    /// <summary>
    /// Block-sparse attention: positions are cut into blocks, and a query reads the blocks around its own, those at the start,
    /// and some that are drawn at random, once for good; the blocks at the start read everything
    /// (Zaheer et al.: Big Bird: Transformers for Longer Sequences, 2020, as its internal construction has it).
    /// </summary>
    /// <param name="context">The longest sequence; positions from there on belong to the last block.</param>
    /// <param name="block">The number of positions of a block.</param>
    /// <param name="window">How many blocks around its own a query reads, its own among them: an odd number.</param>
    /// <param name="global">How many blocks at the start everyone reads, and read everyone; may be 0.</param>
    /// <param name="random">How many other blocks each block reads, if there are as many; may be 0.</param>
    /// <param name="seed">Draws these.</param>
    /// <exception cref="ShapeException">A size is not a positive constant.</exception>
    public static Mask BlockSparse(Dim context, Dim block, int window = 3, int global = 2, int random = 3, ulong seed = 0)
    {
        int size = Sizes.Constant("The size of a block", block);
        int blocks = (Sizes.Constant("The longest sequence", context) + size - 1) / size;
        Sizes.Positive("The number of blocks of a window", window);
        int[][] drawn = [.. Enumerable.Range(0, blocks).Select(own => Others(own, blocks, window / 2, global, random, seed))];
        return Where((query, key) =>
        {
            // The block of a position, or what belongs to that block, is a sum of steps.
            Tensor ByBlock(Tensor position, Func<int, int> value) => Enumerable.Range(1, blocks - 1)
                .Where(i => value(i) != value(i - 1))
                .Aggregate((Tensor)value(0), (sum, i) => sum + ((position >= i * size) * (value(i) - value(i - 1))));
            var (from, to) = (ByBlock(query, own => own), ByBlock(key, own => own));
            var allowed = Maximum(Abs(from - to) <= window / 2, Minimum(from, to) < global);
            return Enumerable.Range(0, random).Aggregate(allowed, (sum, i) => Maximum(sum, Equal(ByBlock(query, own => drawn[own][i]), to)));
        });
    }

    // As many as wanted of the blocks that are neither near nor global, in the order of their random numbers; else itself.
    private static int[] Others(int own, int blocks, int reach, int global, int count, ulong seed)
    {
        var numbers = new CounterRandom(seed, "blocks");
        var others = Enumerable.Range(0, blocks).Where(other => Math.Abs(other - own) > reach && Math.Min(own, other) >= global)
            .OrderBy(other => numbers.Bits((ulong)((own * blocks) + other)));
        return [.. others.Concat(Enumerable.Repeat(own, count)).Take(count)];
    }
}

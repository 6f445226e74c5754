using static TensorDsl.Ops;

namespace TensorDsl;

// Masks that are known at compile time.
public sealed partial class Mask
{
    /// <summary>Any rule over positions, in C#: it is evaluated at compile time, and its answers stand in the generated code.</summary>
    /// <param name="context">The longest sequence of queries and of keys, a constant.</param>
    /// <param name="allowed">From the query's and the key's position, below <paramref name="context"/>: whether the key may be read.</param>
    /// <exception cref="ShapeException">The context is not a positive constant; or, where the mask is used, too short.</exception>
    public static Mask Of(Dim context, Func<int, int, bool> allowed)
    {
        if (allowed is null)
            throw new ArgumentNullException(nameof(allowed));
        return Leading(Table((query, key) => allowed(query, key) ? 1 : 0, context, context));
    }

    /// <summary>Any table of answers, written out or filled by loops: it stands in the generated code.</summary>
    /// <param name="allowed">By the query's and the key's position: whether the key may be read; as large as the longest sequences.</param>
    /// <exception cref="ShapeException">There are no answers; or, where the mask is used, too few.</exception>
    public static Mask Of(bool[,] allowed)
    {
        if (allowed is null)
            throw new ArgumentNullException(nameof(allowed));
        return Leading(Table((query, key) => allowed[query, key] ? 1 : 0, allowed.GetLength(0), allowed.GetLength(1)));
    }

    /// <summary>
    /// Block-sparse attention: positions are put together in blocks, and the queries of a block read the keys of the blocks
    /// around it, of the first blocks, and of some others at random; the queries of the first blocks read every key. The
    /// random blocks are the same in each run and layer
    /// (Zaheer, Guruganesh, Dubey et al.: Big Bird, Transformers for Longer Sequences, 2020).
    /// </summary>
    /// <param name="context">The longest sequence, a constant.</param>
    /// <param name="block">The positions of a block, a constant.</param>
    /// <param name="window">The blocks around a block and itself: 3 is one on each side, and so is 4.</param>
    /// <param name="global">How many blocks at the beginning read everything and are read by everything.</param>
    /// <param name="random">How many further blocks each block reads; fewer if there are not so many.</param>
    /// <param name="seed">Draws them.</param>
    /// <exception cref="ShapeException">A size is not a positive constant, or a number negative; where it is used: the context is too short.</exception>
    public static Mask BigBird(Dim context, Dim block, int window = 3, int global = 2, int random = 3, int seed = 0)
    {
        int all = Sizes.Constant("The longest sequence", context), size = Sizes.Constant("The positions of a block", block);
        Sizes.Positive("The number of blocks of a window", window);
        Sizes.Positive("The number of global blocks and one", global + 1);
        Sizes.Positive("The number of random blocks and one", random + 1);
        int count = (all + size - 1) / size;
        var blocks = Primitives.Reshape(Table(Blocks(count, window, global, random, seed), count, count), Sized(count, 1, count, 1));
        var table = Primitives.Reshape(Primitives.Expand(blocks, Sized(count, size, count, size)), Sized(count * size, count * size));
        return Leading(count * size == all ? table : Slice(Slice(table, 0, 0, all), 1, 0, all));

        static Shape Sized(params int[] sizes) => new(sizes.Select(n => new Axis(null, n)));
    }

    // 1 where the block of keys may be read.
    private static double[] Blocks(int count, int window, int global, int random, int seed)
    {
        double[] allowed = new double[count * count];
        ulong state = unchecked((ulong)seed);
        for (int query = 0; query < count; query++)
        {
            bool IsNear(int key) => query < global || key < global || Math.Abs(query - key) <= (window - 1) / 2;
            var others = Enumerable.Range(0, count).Where(key => !IsNear(key)).ToList();
            for (int left = random; left > 0 && others.Count > 0; left--)
                others.RemoveAt((int)(Next(ref state) % (ulong)others.Count));
            for (int key = 0; key < count; key++)
                allowed[(query * count) + key] = others.Contains(key) ? 0 : 1;
        }

        return allowed;
    }

    // SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every platform.
    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    // The part of a table over all positions that the scores have.
    private static Mask Leading(Tensor table) => new(scores =>
    {
        var (query, key) = (scores.Shape[scores.Shape.Rank - 2], scores.Shape[scores.Shape.Rank - 1]);
        if (IsTooLong(query, table.Shape[0]) || IsTooLong(key, table.Shape[1]))
            throw ShapeException.Mask("The table", table.Shape, scores.Shape);
        return Primitives.Slice(Primitives.Slice(table, 0, query, Placement.Leading), 1, key, Placement.Leading);
    });

    private static bool IsTooLong(Axis axis, Axis table) => axis.Size.IsConstant && axis.Size.Value > table.Size.Value;
}

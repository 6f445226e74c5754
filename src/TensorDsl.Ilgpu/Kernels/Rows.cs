using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>Looks rows of a table up, and adds gradients to them.</summary>
public static class Rows
{
    /// <summary>Embedding look-up: output[i, :] = table[tokens[i], :].</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="table">(vocabulary, width).</param>
    /// <param name="tokens">(count), each a row of the table; not checked.</param>
    /// <param name="output">Written: (count, width).</param>
    /// <param name="count">The number of tokens.</param>
    /// <param name="width">Floats in a row.</param>
    public static void Gather(GpuDevice gpu, Address<float> table, Address<int> tokens, Address<float> output, int count, int width) =>
        gpu.Each(new Gather<TokenRows>(table, new TokenRows(tokens), output, count, width), checked(count * width));

    /// <summary>The same where the tokens are whole numbers as floats.</summary>
    /// <inheritdoc cref="Gather(GpuDevice, Address{float}, Address{int}, Address{float}, int, int)"/>
    public static void Gather(GpuDevice gpu, Address<float> table, Address<float> tokens, Address<float> output, int count, int width) =>
        gpu.Each(new Gather<NumberRows>(table, new NumberRows(tokens), output, count, width), checked(count * width));

    /// <summary>Adds gradients to the rows looked up: tableGradient[tokens[i], :] += gradient[i, :], in the order of i.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="gradient">(count, width).</param>
    /// <param name="tokens">(count), each a row of the table; not checked.</param>
    /// <param name="tableGradient">Added to: (vocabulary, width).</param>
    /// <param name="count">The number of tokens.</param>
    /// <param name="width">Floats in a row.</param>
    /// <param name="vocabulary">Rows of the table.</param>
    public static void ScatterAdd(
        GpuDevice gpu, Address<float> gradient, Address<int> tokens, Address<float> tableGradient, int count, int width, int vocabulary) =>
        gpu.Rows(new ScatterAdd<TokenRows>(gradient, new TokenRows(tokens), tableGradient, count, width), vocabulary, Math.Max(count, width));

    /// <summary>The same where the tokens are whole numbers as floats.</summary>
    /// <inheritdoc cref="ScatterAdd(GpuDevice, Address{float}, Address{int}, Address{float}, int, int, int)"/>
    public static void ScatterAdd(
        GpuDevice gpu, Address<float> gradient, Address<float> tokens, Address<float> tableGradient, int count, int width, int vocabulary) =>
        gpu.Rows(new ScatterAdd<NumberRows>(gradient, new NumberRows(tokens), tableGradient, count, width), vocabulary, Math.Max(count, width));
}

/// <summary>A thread for each element of the result.</summary>
public readonly struct Gather<TRows>(ArrayView<float> table, TRows rows, ArrayView<float> output, int count, int width) : IKernel
    where TRows : struct, IRowIndices
{
    /// <inheritdoc/>
    public void Run()
    {
        int e = Place.InAll;
        if (e < count * width)
            output[e] = table[(rows.At(e / width) * width) + (e % width)];
    }
}

/// <summary>
/// A group for each row of the table. Its threads look through the tokens together, a stretch at a time; where one of them
/// finds the row, all add what belongs to it, each to columns of its own. So the order of a sum is that of the tokens.
/// </summary>
public readonly struct ScatterAdd<TRows>(ArrayView<float> gradient, TRows rows, ArrayView<float> table, int count, int width) : IKernel
    where TRows : struct, IRowIndices
{
    /// <inheritdoc/>
    public void Run()
    {
        int row = Grid.IdxX;
        for (int from = 0; from < count; from += Group.DimX)
        {
            int mine = from + Group.IdxX;
            bool isFound = mine < count && rows.At(mine) == row;
            if (!Group.BarrierOr(isFound))
                continue;
            int to = count < from + Group.DimX ? count : from + Group.DimX;
            for (int column = Group.IdxX; column < width; column += Group.DimX)
            {
                float sum = table[(row * width) + column];
                for (int i = from; i < to; i++)
                {
                    if (rows.At(i) == row)
                        sum += gradient[(i * width) + column];
                }

                table[(row * width) + column] = sum;
            }
        }
    }
}

using System.Runtime.InteropServices;

namespace TensorDsl.Cpu.Tests;

public sealed unsafe class RowsTests
{
    [Theory]
    [InlineData(1, 7, 5, 3)]
    [InlineData(2, 40, 9, 33)]
    [InlineData(3, 100, 11, 64)]
    public void GatherAndScatterAdd(int workers, int count, int vocabulary, int width)
    {
        using var table = new Floats(vocabulary * width, 1);
        using var output = new Floats(count * width, 2);
        using var gradient = new Floats(count * width, 3);
        using var tableGradient = new Floats(vocabulary * width, 4);
        float[] before = tableGradient.ToArray();
        int* tokens = (int*)NativeMemory.Alloc((nuint)(count * sizeof(int)));
        var random = new Random(5);
        for (int i = 0; i < count; i++)
            tokens[i] = random.Next(vocabulary);
        Spmd.Run(workers, w =>
        {
            Rows.Gather(w, table.Data, tokens, output.Data, count, width);
            Rows.ScatterAdd(w, gradient.Data, tokens, tableGradient.Data, count, width);
        });
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < width; j++)
            {
                Assert.Equal(table.Span[(tokens[i] * width) + j], output.Span[(i * width) + j]);
                before[(tokens[i] * width) + j] += gradient.Span[(i * width) + j];
            }
        }

        Assert.Equal(before, tableGradient.ToArray());
        NativeMemory.Free(tokens);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 1)]
    [InlineData(3, 1037)]
    public void FillAndCopy(int workers, int count)
    {
        using var source = new Floats(count, 1);
        using var filled = new Floats(count, 2);
        using var copied = new Floats(count, 3);
        Spmd.Run(workers, w =>
        {
            Rows.Fill(w, filled.Data, count, 2.5f);
            Rows.Copy(w, source.Data, copied.Data, count);
        });
        Assert.All(filled.ToArray(), value => Assert.Equal(2.5f, value));
        Assert.Equal(source.ToArray(), copied.ToArray());
    }
}

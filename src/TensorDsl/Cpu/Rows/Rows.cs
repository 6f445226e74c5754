using System.Numerics.Tensors;

namespace TensorDsl.Cpu;

/// <summary>Moves rows and ranges of floats; called by every worker of a team.</summary>
public static unsafe partial class Rows
{
    private const int Grain = 16;

    /// <summary>Embedding look-up: output[i, :] = table[tokens[i], :].</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="table">(vocabulary, width).</param>
    /// <param name="tokens">(count), each a row of the table; not checked.</param>
    /// <param name="output">Written: (count, width).</param>
    /// <param name="count">The number of tokens.</param>
    /// <param name="width">Floats in a row.</param>
    public static void Gather(Worker w, float* table, int* tokens, float* output, int count, int width)
    {
        var (from, to) = w.Share(count);
        for (int i = from; i < to; i++)
        {
            new ReadOnlySpan<float>(table + ((nint)tokens[i] * width), width)
                .CopyTo(new Span<float>(output + ((nint)i * width), width));
        }
    }

    /// <summary>The same where the tokens are whole numbers as floats.</summary>
    /// <inheritdoc cref="Gather(Worker, float*, int*, float*, int, int)"/>
    public static void Gather(Worker w, float* table, float* tokens, float* output, int count, int width)
    {
        var (from, to) = w.Share(count);
        for (int i = from; i < to; i++)
        {
            new ReadOnlySpan<float>(table + ((nint)tokens[i] * width), width)
                .CopyTo(new Span<float>(output + ((nint)i * width), width));
        }
    }

    /// <summary>
    /// Adds gradients to the rows looked up: tableGradient[tokens[i], :] += gradient[i, :], in the order of i.
    /// Every worker owns a slice of columns, so the result does not depend on their number.
    /// </summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="gradient">(count, width).</param>
    /// <param name="tokens">(count), each a row of the table; not checked.</param>
    /// <param name="tableGradient">Added to: (vocabulary, width).</param>
    /// <param name="count">The number of tokens.</param>
    /// <param name="width">Floats in a row.</param>
    public static void ScatterAdd(Worker w, float* gradient, int* tokens, float* tableGradient, int count, int width)
    {
        var (from, to) = w.Share(width, Grain);
        if (from == to)
            return;
        for (int i = 0; i < count; i++)
        {
            var row = new Span<float>(tableGradient + ((nint)tokens[i] * width) + from, to - from);
            TensorPrimitives.Add(row, new ReadOnlySpan<float>(gradient + ((nint)i * width) + from, to - from), row);
        }
    }

    /// <summary>The same where the tokens are whole numbers as floats.</summary>
    /// <inheritdoc cref="ScatterAdd(Worker, float*, int*, float*, int, int)"/>
    public static void ScatterAdd(Worker w, float* gradient, float* tokens, float* tableGradient, int count, int width)
    {
        var (from, to) = w.Share(width, Grain);
        if (from == to)
            return;
        for (int i = 0; i < count; i++)
        {
            var row = new Span<float>(tableGradient + ((nint)tokens[i] * width) + from, to - from);
            TensorPrimitives.Add(row, new ReadOnlySpan<float>(gradient + ((nint)i * width) + from, to - from), row);
        }
    }

    /// <summary>Sets <paramref name="count"/> values.</summary>
    public static void Fill(Worker w, float* target, nint count, float value)
    {
        var (from, length) = Part(w, count);
        new Span<float>(target + from, length).Fill(value);
    }

    /// <summary>Copies <paramref name="count"/> values between ranges that do not overlap.</summary>
    public static void Copy(Worker w, float* source, float* target, nint count)
    {
        var (from, length) = Part(w, count);
        new ReadOnlySpan<float>(source + from, length).CopyTo(new Span<float>(target + from, length));
    }

    private static (nint From, int Length) Part(Worker w, nint count)
    {
        nint grains = (count + Grain - 1) / Grain;
        nint from = Math.Min(grains * w.Index / w.Count * Grain, count);
        nint to = Math.Min(grains * (w.Index + 1) / w.Count * Grain, count);
        return (from, checked((int)(to - from)));
    }
}

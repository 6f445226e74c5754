namespace TensorDsl.Cpu;

public static unsafe partial class Rows
{
    /// <summary>Embedding look-up in a parameter, however it is stored: output[i, :] = table[:, tokens[i]].</summary>
    /// <param name="w">The worker that calls.</param>
    /// <param name="table">(width, vocabulary): a row that is looked up is a channel.</param>
    /// <param name="tokens">(count), each below the vocabulary; not checked.</param>
    /// <param name="output">Written: (count, width).</param>
    /// <param name="count">The number of tokens.</param>
    /// <param name="width">Floats in a row.</param>
    /// <param name="vocabulary">Rows of the table.</param>
    public static void Gather(Worker w, WeightMatrix table, int* tokens, float* output, int count, int width, int vocabulary)
    {
        if (table.Storage == WeightStorage.Float32)
        {
            Gather(w, table.Floats.Data, tokens, output, count, width);
            return;
        }

        var panels = table.Panels(width, vocabulary);
        var (from, to) = w.Share(count);
        for (int i = from; i < to; i++)
            WeightFloats.Channel(panels, tokens[i], output + ((nint)i * width));
    }

    /// <summary>The same where the tokens are whole numbers as floats.</summary>
    /// <inheritdoc cref="Gather(Worker, WeightMatrix, int*, float*, int, int, int)"/>
    public static void Gather(Worker w, WeightMatrix table, float* tokens, float* output, int count, int width, int vocabulary)
    {
        if (table.Storage == WeightStorage.Float32)
        {
            Gather(w, table.Floats.Data, tokens, output, count, width);
            return;
        }

        var panels = table.Panels(width, vocabulary);
        var (from, to) = w.Share(count);
        for (int i = from; i < to; i++)
            WeightFloats.Channel(panels, (int)tokens[i], output + ((nint)i * width));
    }
}

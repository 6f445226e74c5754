using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>
/// Attention where there are too few queries to give each a thread, such as that of the next token: a group has a query, and
/// its threads share the keys. They go through them by as many as there are threads, with a running maximum and sum; of a
/// stretch each thread has a key's score first, and then an element of some of the values.
/// </summary>
/// <typeparam name="TAttention">The attention.</typeparam>
/// <param name="attention">The attention.</param>
public readonly struct FewQueries<TAttention>(TAttention attention) : IKernel
    where TAttention : struct, IAttention
{
    /// <inheritdoc/>
    public void Run()
    {
        var reduction = SharedMemory.Allocate<float>(GroupReduction.Room);
        var weights = SharedMemory.Allocate<float>(GroupReduction.Room);
        var vector = attention.AllocateQuery();
        var sums = attention.AllocateValues();
        int thread = Group.IdxX, head = Grid.IdxX / attention.Queries, query = Grid.IdxX % attention.Queries;
        int width = attention.ValueWidth, parts = Group.DimX > width ? Group.DimX / width : 1;
        for (int i = thread; i < attention.KeyWidth; i += Group.DimX)
            vector[i] = attention.Query(head, query, i);
        for (int i = thread; i < parts * width; i += Group.DimX)
            sums[i] = 0f;
        Group.Barrier();
        int seen = attention.Seen(query);
        float largest = float.NegativeInfinity, total = 0f;
        for (int start = 0; start < seen; start += Group.DimX)
        {
            bool isSeen = start + thread < seen;
            float score = isSeen ? Score(vector, head, start + thread) : float.NegativeInfinity;
            float most = Scalar.Max(largest, GroupReduction.Max(reduction, score));
            float shrink = Scalar.Exp(largest - most), weight = isSeen ? Scalar.Exp(score - most) : 0f;
            largest = most;
            weights[thread] = weight;
            total = (total * shrink) + GroupReduction.Sum(reduction, weight);
            int count = seen - start < Group.DimX ? seen - start : Group.DimX;
            for (int i = thread; i < parts * width; i += Group.DimX)
            {
                float sum = sums[i] * shrink;
                for (int j = i / width; j < count; j += parts)
                    sum += weights[j] * attention.Value(head, start + j, i % width);
                sums[i] = sum;
            }

            Group.Barrier();
        }

        float factor = total == 0f ? 0f : 1f / total;
        for (int i = thread; i < width; i += Group.DimX)
        {
            float sum = sums[i];
            for (int part = 1; part < parts; part++)
                sum += sums[(part * width) + i];
            attention.Keep(head, query, i, sum * factor);
        }

        if (thread == 0)
            attention.KeepLogarithm(head, query, total == 0f ? float.PositiveInfinity : largest + Scalar.Log(total));
    }

    private float Score(ArrayView<float> query, int head, int position)
    {
        // In the order of the other kernels: gradients need the same scores.
        float score = 0f;
        for (int own = 0; own < attention.Sharers; own++)
        {
            float sum = 0f;
            for (int four = 4 * own; four < attention.KeyWidth; four += 4 * attention.Sharers)
            {
                for (int i = four; i < four + 4 && i < attention.KeyWidth; i++)
                    sum += query[i] * attention.Key(head, position, i);
            }

            score += sum;
        }

        return score * attention.Scale;
    }
}

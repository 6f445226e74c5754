using ILGPU;

namespace TensorDsl.Ilgpu;

/// <summary>The forward pass of an attention: as a kernel of its own, and as what the runtime's kernel asks about it.</summary>
public interface IAttention : IKernel
{
    /// <summary>The heads of all sequences.</summary>
    int Heads { get; }

    /// <summary>The queries of a head.</summary>
    int Queries { get; }

    /// <summary>The length of a query and of a key.</summary>
    int KeyWidth { get; }

    /// <summary>The length of a value.</summary>
    int ValueWidth { get; }

    /// <summary>The factor on scores.</summary>
    float Scale { get; }

    /// <summary>The threads that share a query in its own kernel, each with fours of elements that lie as many fours apart: the order in which a score is summed.</summary>
    int Sharers { get; }

    /// <summary>Shared memory for a query.</summary>
    ArrayView<float> AllocateQuery();

    /// <summary>Shared memory for a value, and for an element of each thread of the largest group.</summary>
    ArrayView<float> AllocateValues();

    /// <summary>How many keys, from the first on, a query may see.</summary>
    int Seen(int query);

    /// <summary>An element of a query.</summary>
    float Query(int head, int query, int element);

    /// <summary>An element of a key.</summary>
    float Key(int head, int position, int element);

    /// <summary>An element of a value.</summary>
    float Value(int head, int position, int element);

    /// <summary>Takes an element of a query's mean of values.</summary>
    void Keep(int head, int query, int element, float mean);

    /// <summary>Takes the logarithm of the sum of exponentials of a query's scores.</summary>
    void KeepLogarithm(int head, int query, float logarithm);
}

/// <summary>The forward pass of an attention with kernels for tensor cores beside the portable one.</summary>
public interface ITensorAttention : IAttention, ITensorKernel;

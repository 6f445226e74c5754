namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// The elements of a vector that one of several threads has: of every run of as many fours as there are threads its own four, so
/// that neighbours read neighbours. With one thread it is all of them.
/// </summary>
/// <param name="width">The length of the vector.</param>
/// <param name="threads">How many threads share it, a power of two.</param>
internal readonly struct VectorShare(int width, int threads)
{
    /// <summary>Where a thread's own part of a run begins.</summary>
    public const string Own = "_own";

    /// <summary>A thread's elements.</summary>
    public IEnumerable<int> Elements => Enumerable.Range(0, Count);

    /// <summary>The length with what is missing to whole runs.</summary>
    public int Padded => Count * threads;

    private int Count => threads == 1 ? width : (width + (4 * threads) - 1) / (4 * threads) * 4;

    /// <summary>The place of one of them in the vector.</summary>
    public string Place(int element) => threads == 1 ? Number(element) : $"{Number(First(element))} + {Own}";

    /// <summary>Of what is beyond the vector's end, the condition for being part of it; else nothing.</summary>
    public string Within(int element) => First(element) + (4 * (threads - 1)) < width ? "" : $"{Own} < {Number(width - First(element))}";

    /// <summary>The place of a thread's four in a vector of fours.</summary>
    public string Four(int four) => threads == 1 ? Number(four) : $"{Number(four * threads)} + ({Own} / 4)";

    // The place that the first thread's is at.
    private int First(int element) => (element / 4 * 4 * threads) + (element % 4);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

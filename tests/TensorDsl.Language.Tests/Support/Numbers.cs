namespace TensorDsl.Language.Tests.Support;

/// <summary>Tensors and comparisons for tests.</summary>
internal static class Numbers
{
    /// <summary>The tolerance of values in double precision, absolute and relative.</summary>
    public const double Tolerance = 1e-12;

    /// <summary>Numbers from −2 to 2 without pattern, the same on every run.</summary>
    public static Tensor Tensor(string key, params (string? Name, int Size)[] axes)
    {
        var random = new CounterRandom(3, key);
        int count = axes.Aggregate(1, (product, axis) => product * axis.Size);
        return TensorDsl.Tensor.Of([.. Enumerable.Range(0, count).Select(i => (4 * random.Uniform((ulong)i)) - 2)], axes);
    }

    /// <summary>Unnamed axes.</summary>
    public static Tensor Tensor(string key, params int[] sizes) =>
        Tensor(key, [.. sizes.Select(size => ((string?)null, size))]);

    /// <summary>A parameter of normal values.</summary>
    public static Tensor Parameter(string name, params int[] sizes) =>
        Ops.Parameter(name, Normal(1), [.. sizes.Select(size => (Dim)size)]);

    /// <summary>Tokens of (B, T) below <paramref name="vocab"/>, without pattern.</summary>
    public static Tokens Tokens(string key, int vocab, int b, int t)
    {
        var random = new CounterRandom(5, key);
        int[] values = [.. Enumerable.Range(0, b * t).Select(i => (int)(random.Uniform((ulong)i) * vocab))];
        return TensorDsl.Tokens.Of(values, ("B", b), ("T", t));
    }

    public static void Close(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Close(expected[i], actual[i], $"element {i}");
    }

    public static void Close(double expected, double actual, string what = "the number") =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * (1 + Math.Abs(expected)),
            $"{what}: expected {expected:R}, but it is {actual:R}");
}

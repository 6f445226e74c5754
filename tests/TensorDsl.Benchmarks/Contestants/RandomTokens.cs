namespace TensorDsl.Benchmarks;

/// <summary>Tokens that are new each time.</summary>
internal sealed class RandomTokens(int count, int vocabulary)
{
    private readonly Random _random = new(1);
    private readonly int[] _tokens = new int[count];

    public int[] Next()
    {
        for (int i = 0; i < _tokens.Length; i++)
            _tokens[i] = _random.Next(vocabulary);
        return _tokens;
    }
}

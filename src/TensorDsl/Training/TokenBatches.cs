namespace TensorDsl.Training;

/// <summary>
/// Batches of windows drawn at random from a text. The windows of a step depend on the seed and the step's number alone, so
/// there is no state to save.
/// </summary>
/// <param name="text">The tokens, at least one window and the token after it.</param>
/// <param name="batch">B, windows in a batch.</param>
/// <param name="context">T, tokens in a window.</param>
/// <param name="seed">The seed.</param>
public sealed class TokenBatches(ReadOnlyMemory<int> text, int batch, int context, ulong seed)
{
    private readonly CounterRandom _random = new(seed, "batches");

    /// <summary>Writes the windows of a step, (B, T), and what follows each of their tokens, (B, T).</summary>
    public void Fill(long step, Span<int> tokens, Span<int> targets)
    {
        for (int b = 0; b < batch; b++)
        {
            int start = Start((ulong)((step * batch) + b));
            text.Span.Slice(start, context).CopyTo(tokens.Slice(b * context, context));
            text.Span.Slice(start + 1, context).CopyTo(targets.Slice(b * context, context));
        }
    }

    // The high half of a 128-bit product maps 64 random bits to 0 … n − 1 with a bias below n / 2⁶⁴.
    private int Start(ulong position) => (int)Math.BigMul(_random.Bits(position), (ulong)(text.Length - context), out _);
}

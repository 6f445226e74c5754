namespace TensorDsl.Cpu;

/// <summary>
/// What the next head reads, asked for while this one is computed: rows of a head are short and far apart, so no prefetcher of the processor
/// brings them.
/// </summary>
/// <param name="shape">The sizes.</param>
/// <param name="head">The next head; −1 if there is none.</param>
/// <param name="q">Queries.</param>
/// <param name="k">Keys.</param>
/// <param name="v">Values.</param>
/// <param name="output">What the forward pass wrote, which the backward pass reads; the forward pass has none.</param>
/// <param name="outputGradient">Its gradient.</param>
internal readonly struct HeadsAhead(
    AttentionShape shape, int head, HeadView q, HeadView k, HeadView v, HeadView output = default, HeadView outputGradient = default)
{
    /// <summary>Floats of a head up to which they are asked for: they should fit a second-level cache together with what is in work.</summary>
    private const int MostFloats = 32 << 10;

    private readonly bool _isWanted = head >= 0 && ((shape.T * (shape.DK + (2 * shape.DV))) + (shape.S * (shape.DK + shape.DV)) <= MostFloats);

    /// <summary>Asks for some rows of all that there is.</summary>
    public void Rows(int row, int count)
    {
        if (!_isWanted)
            return;
        int b = head / shape.H, h = head % shape.H;
        Attention.Prefetch(q.Rows(b, 0, h), row, Math.Min(count, shape.T - row), shape.DK);
        Attention.Prefetch(k.Rows(b, 0, h), row, Math.Min(count, shape.S - row), shape.DK);
        Attention.Prefetch(v.Rows(b, 0, h), row, Math.Min(count, shape.S - row), shape.DV);
        if (output.IsNone)
            return;
        Attention.Prefetch(output.Rows(b, 0, h), row, Math.Min(count, shape.T - row), shape.DV);
        Attention.Prefetch(outputGradient.Rows(b, 0, h), row, Math.Min(count, shape.T - row), shape.DV);
    }
}

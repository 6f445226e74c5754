namespace TensorDsl.Training;

/// <summary>Collects windows into batches of one length and sums their losses.</summary>
internal sealed class LossSum(ILanguageModel model, int batch, int context)
{
    private readonly int[] _tokens = new int[batch * context];
    private readonly int[] _targets = new int[batch * context];
    private int _windows;
    private int _length;
    private double _sum;
    private long _count;

    /// <summary>Adds the window at <paramref name="start"/>.</summary>
    public void Add(ReadOnlySpan<int> text, int start, int length)
    {
        if (_windows == batch || length != _length)
            Flush();
        _length = length;
        text.Slice(start, length).CopyTo(_tokens.AsSpan(_windows * length));
        text.Slice(start + 1, length).CopyTo(_targets.AsSpan(_windows * length));
        _windows++;
    }

    /// <summary>Nats per token over all windows.</summary>
    public double Mean()
    {
        Flush();
        return _sum / _count;
    }

    private void Flush()
    {
        int count = _windows * _length;
        if (count == 0)
            return;
        _sum += (double)model.Loss(_tokens.AsSpan(0, count), _targets.AsSpan(0, count), _windows, _length) * count;
        _count += count;
        _windows = 0;
    }
}

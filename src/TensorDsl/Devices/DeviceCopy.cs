namespace TensorDsl;

/// <summary>
/// A parameter set's copy in a device's memory. Whoever is looked at next is brought up to date first: the host's memory
/// whenever someone asks for its address, the device's before a program runs. Nothing is copied while only one side works.
/// </summary>
internal abstract class DeviceCopy(ParameterSet set, AcceleratorDevice device) : IDisposable
{
    // At first the host's values are the only ones.
    private bool _isStale = true;
    private bool _isAhead;

    /// <summary>The device.</summary>
    public AcceleratorDevice Device => device;

    /// <summary>Before the host reads or writes.</summary>
    public void BeforeHost()
    {
        if (_isAhead)
            Download(set.Host);
        (_isAhead, _isStale) = (false, true);
    }

    /// <summary>Before a program on the device reads, and perhaps writes.</summary>
    public void BeforeDevice(bool writes)
    {
        if (_isStale)
            Upload(set.Host);
        _isStale = false;
        _isAhead |= writes;
    }

    /// <summary>Makes every value zero.</summary>
    public void Clear()
    {
        ClearMemory();
        (_isStale, _isAhead) = (false, true);
    }

    /// <summary>values ← values + share · (source − leak · values), with the values of another copy on the same device.</summary>
    public abstract void Add(DeviceCopy source, float share, float leak);

    /// <summary>Exchanges the values with those of another copy on the same device; their sets exchange their arenas.</summary>
    public void Exchange(DeviceCopy other)
    {
        ExchangeMemory(other);
        (_isStale, other._isStale) = (other._isStale, _isStale);
        (_isAhead, other._isAhead) = (other._isAhead, _isAhead);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Makes what the device has zero.</summary>
    protected abstract void ClearMemory();

    /// <summary>Exchanges what the device has of both.</summary>
    protected abstract void ExchangeMemory(DeviceCopy other);

    /// <summary>Copies to the device.</summary>
    protected abstract void Upload(ReadOnlySpan<float> host);

    /// <summary>Copies from the device, after what it still has to do.</summary>
    protected abstract void Download(Span<float> host);
}

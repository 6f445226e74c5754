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

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Copies to the device.</summary>
    protected abstract void Upload(ReadOnlySpan<float> host);

    /// <summary>Copies from the device, after what it still has to do.</summary>
    protected abstract void Download(Span<float> host);
}

namespace TensorDsl.Ilgpu;

/// <summary>A device is not there, or cannot do what it is asked for; the message says why.</summary>
public sealed class DeviceException : Exception
{
    /// <inheritdoc/>
    public DeviceException()
    {
    }

    /// <inheritdoc/>
    public DeviceException(string message) : base(message)
    {
    }

    /// <inheritdoc/>
    public DeviceException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>What computes for the device, kernels and libraries; nothing else may look into the device's memory.</summary>
internal static class DeviceSide
{
    [ThreadStatic]
    private static bool _isHere;

    /// <summary>Runs the device's work on this thread.</summary>
    public static void Run(Action work)
    {
        bool before = _isHere;
        _isHere = true;
        try
        {
            work();
        }
        finally
        {
            _isHere = before;
            StandInThread.Leave();
        }
    }

    /// <summary>Refuses the host's code.</summary>
    public static void Require()
    {
        if (!_isHere)
            throw new InvalidOperationException("The host reaches into the device's memory; only what it downloads is the host's.");
    }
}

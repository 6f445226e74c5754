namespace TensorDsl.Ilgpu.Tests.StandIn;

/// <summary>Launches as they were asked for, with their arguments by value, to be run again.</summary>
internal sealed class StandInGraph(IReadOnlyList<Action> launches) : GpuGraph
{
    private bool _isDisposed;

    public override bool Replay()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        foreach (var launch in launches)
            launch();
        return true;
    }

    public override void Dispose() => _isDisposed = true;
}

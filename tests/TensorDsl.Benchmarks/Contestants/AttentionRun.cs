using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>Causal attention alone, forward, and backward where that is asked for.</summary>
internal sealed class AttentionRun(TransformerSizes sizes, Team team, bool backward) : Contestant
{
    private readonly Kernel _forward = new AttentionKernel(sizes, backward: false);
    private readonly Kernel? _backward = backward ? new AttentionKernel(sizes, backward: true) : null;

    public override double Run() => _forward.Measure(team) + (_backward?.Measure(team) ?? 0);

    public override void Dispose()
    {
        _forward.Dispose();
        _backward?.Dispose();
        team.Dispose();
    }
}

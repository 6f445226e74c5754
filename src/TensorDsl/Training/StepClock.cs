using System.Diagnostics;

namespace TensorDsl.Training;

/// <summary>Measures the speed of a run, in tokens per second of training.</summary>
internal sealed class StepClock
{
    // The weight of what was before in the moving average of a step's duration: about the last twenty steps count.
    private const double Memory = 0.95;

    private long _start;
    private long _pendingSteps;
    private long _pendingTokens;
    private double _average;
    private double _averageTokens;
    private double _sum;
    private long _tokens;

    /// <summary>The speed of late.</summary>
    public double TokensPerSecond => _averageTokens / _average;

    /// <summary>How long so many steps take.</summary>
    public TimeSpan Duration(long steps) => TimeSpan.FromSeconds(Math.Min(_average * steps, TimeSpan.MaxValue.TotalSeconds / 2));

    /// <summary>A run begins; steps of one before that did not end count no more.</summary>
    public void Begin() => (_pendingSteps, _pendingTokens) = (0, 0);

    /// <summary>A step begins.</summary>
    public void Start()
    {
        if (_pendingSteps == 0)
            _start = Stopwatch.GetTimestamp();
    }

    /// <summary>The step was asked for; its time counts with that of the next one that ends.</summary>
    public void Continue(long tokens)
    {
        _pendingSteps++;
        _pendingTokens += tokens;
    }

    /// <summary>The step ended.</summary>
    public void Stop(long tokens)
    {
        Continue(tokens);
        double seconds = Math.Max(Stopwatch.GetElapsedTime(_start).TotalSeconds, 1e-9);
        double memory = _average == 0 ? 0 : Math.Pow(Memory, _pendingSteps);
        _average = (memory * _average) + ((1 - memory) * seconds / _pendingSteps);
        _averageTokens = (memory * _averageTokens) + ((1 - memory) * _pendingTokens / _pendingSteps);
        _sum += seconds;
        _tokens += _pendingTokens;
        (_pendingSteps, _pendingTokens) = (0, 0);
    }

    /// <summary>The mean speed since the last call, 0 without a step.</summary>
    public double Lap()
    {
        double speed = _tokens == 0 ? 0 : _tokens / _sum;
        (_tokens, _sum) = (0, 0);
        return speed;
    }
}

using System.Diagnostics;

namespace TensorDsl.Training;

/// <summary>Measures the speed of a run, in tokens per second of training.</summary>
internal sealed class StepClock(long tokensPerStep)
{
    // The weight of what was before in the moving average of a step's duration: about the last twenty steps count.
    private const double Memory = 0.95;

    private long _start;
    private double _average;
    private double _sum;
    private long _steps;

    /// <summary>The speed of late.</summary>
    public double TokensPerSecond => tokensPerStep / _average;

    /// <summary>How long so many steps take.</summary>
    public TimeSpan Duration(long steps) => TimeSpan.FromSeconds(Math.Min(_average * steps, TimeSpan.MaxValue.TotalSeconds / 2));

    /// <summary>A step begins.</summary>
    public void Start() => _start = Stopwatch.GetTimestamp();

    /// <summary>The step ended.</summary>
    public void Stop()
    {
        double seconds = Math.Max(Stopwatch.GetElapsedTime(_start).TotalSeconds, 1e-9);
        _average = _average == 0 ? seconds : (Memory * _average) + ((1 - Memory) * seconds);
        _sum += seconds;
        _steps++;
    }

    /// <summary>The mean speed since the last call, 0 without a step.</summary>
    public double Lap()
    {
        double speed = _steps == 0 ? 0 : tokensPerStep * _steps / _sum;
        (_steps, _sum) = (0, 0);
        return speed;
    }
}

using TensorDsl.Cpu;

namespace TensorDsl.Training;

/// <summary>
/// An exponential moving average of a model's parameters in an arena of its own (Polyak, Juditsky: Acceleration of
/// Stochastic Approximation by Averaging, 1992). It is evaluated in the parameters' place, <see cref="Swap"/>, or it is the
/// parameters of a second model of the same definition, as DINO's teacher is (Caron et al. 2021). Where both are on one device it
/// is updated and exchanged there, and nobody waits.
/// </summary>
public sealed class MovingAverage : IDisposable
{
    private readonly ParameterSet _parameters;
    private readonly bool _isOwner;

    /// <summary>Starts at the parameters, in a new arena.</summary>
    /// <param name="parameters">What is averaged over time.</param>
    public MovingAverage(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _isOwner = true;
        Values = parameters.NewAlike();
        parameters.CopyTo(Values);
    }

    /// <summary>Starts at the parameters, in the arena of another model, which stays the caller's to dispose.</summary>
    /// <param name="parameters">What is averaged over time.</param>
    /// <param name="average">Where the average is kept.</param>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public MovingAverage(ParameterSet parameters, ParameterSet average)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(average);
        parameters.CopyTo(average);
        (_parameters, Values) = (parameters, average);
    }

    /// <summary>The average, laid out like the parameters.</summary>
    public ParameterSet Values { get; }

    /// <summary>average ← decay · average + (1 − decay) · parameters.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="decay">From 0, which copies the parameters, to 1, which keeps the average.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of range.</exception>
    public void Update(Team team, double decay)
    {
        ArgumentNullException.ThrowIfNull(team);
        if (decay is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "The decay is not from 0 to 1.");
        ArenaSum.Run(team, Values, _parameters, share: (float)(1 - decay), leak: 1);
    }

    /// <summary>
    /// Exchanges the average with the parameters, so that the model computes with the average; a second call puts them back. In the
    /// host's memory that costs nothing, and spans that were taken before still show what they showed; a device exchanges numbers.
    /// </summary>
    public void Swap() => _parameters.Exchange(Values);

    /// <summary>Releases the arena, unless it is another model's.</summary>
    public void Dispose()
    {
        if (_isOwner)
            Values.Dispose();
    }
}

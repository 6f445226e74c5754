namespace TensorDsl.Training;

/// <summary>The learning rate of each step of a run.</summary>
/// <param name="TotalSteps">Steps of the whole run.</param>
public abstract record LearningRateSchedule(long TotalSteps)
{
    /// <summary>The rate of one step, the first being 0.</summary>
    public abstract double At(long step);

    /// <summary>Throws where a constant is out of range.</summary>
    internal abstract void Validate();

    /// <summary>The constants as texts by name, without the number of steps.</summary>
    internal abstract IEnumerable<(string Name, IFormattable Value)> Constants();
}

namespace TensorDsl;

/// <summary>What every generated model offers to trainers and checkpoints, whatever its inputs.</summary>
public interface IModel : IDisposable
{
    /// <summary>
    /// Tells this definition from others whose parameters have the same names and shapes; the same for the same
    /// computation, however it is written. It covers every entry point, and what is dropped at random in training.
    /// </summary>
    string Definition { get; }

    /// <summary>Every parameter, in one arena.</summary>
    ParameterSet Parameters { get; }

    /// <summary>The gradient of the last <c>Backward</c>, laid out like <see cref="Parameters"/>.</summary>
    ParameterSet Gradients { get; }

    /// <summary>The threads that the model runs on.</summary>
    Cpu.Team Team { get; }
}

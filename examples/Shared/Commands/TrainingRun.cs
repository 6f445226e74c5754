using TensorDsl.Training;

namespace TensorDsl.Examples.Commands;

/// <summary>What <c>train</c> trains.</summary>
/// <param name="Task">The model, disposed with the run, and its batches.</param>
/// <param name="Options">How; the seed and the time between evaluations come from the command line.</param>
/// <param name="Data">What it learns from, in words.</param>
/// <param name="ResultTitle">What <paramref name="ShowResult"/> prints.</param>
/// <param name="ShowResult">Prints what the trained model can do.</param>
internal sealed record TrainingRun(
    ITrainingTask Task, TrainingOptions Options, string Data, string ResultTitle, Action ShowResult) : IDisposable
{
    public void Dispose() => Task.Model.Dispose();
}

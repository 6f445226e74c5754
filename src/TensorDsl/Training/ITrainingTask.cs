namespace TensorDsl.Training;

/// <summary>
/// What a <see cref="Trainer"/> trains: a model of any inputs, its batches and its evaluation. A batch is a function of its
/// number, so that a resumed run sees what an uninterrupted one sees.
/// </summary>
public interface ITrainingTask
{
    /// <summary>The model; in a checkpoint it has the name of its class.</summary>
    IModel Model { get; }

    /// <summary>The identity of the data, for example the SHA-256 of all tokens.</summary>
    string DataHash { get; }

    /// <summary>What else must be the same for a run to go on, as texts by name.</summary>
    IEnumerable<KeyValuePair<string, string>> Metadata { get; }

    /// <summary>Runs the model forward and backward; a trainer has chosen what a model with dropout drops.</summary>
    /// <param name="batch">The number of the batch, the first being 0.</param>
    BatchLoss Backward(long batch);

    /// <summary>The same for a step whose loss nobody asks for; where it is made on a device, a task need not wait for it.</summary>
    /// <param name="batch">The number of the batch, the first being 0.</param>
    /// <returns>The number of tokens.</returns>
    int Differentiate(long batch) => Backward(batch).Tokens;

    /// <summary>The model's loss on the part that is learned from and on the part that is not.</summary>
    EvaluationLoss Evaluate();
}

/// <summary>A batch's loss.</summary>
/// <param name="Loss">The mean over its tokens, in nats.</param>
/// <param name="Tokens">The number of tokens that the loss is the mean of.</param>
public readonly record struct BatchLoss(float Loss, int Tokens);

/// <summary>An evaluation's losses, in nats per token.</summary>
/// <param name="Training">On the part that is learned from.</param>
/// <param name="Validation">On the part that is not.</param>
public readonly record struct EvaluationLoss(double Training, double Validation);

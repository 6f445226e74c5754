namespace TensorDsl.Training;

/// <summary>Parameters that are trained unlike the others, chosen by name.</summary>
/// <param name="Pattern">Which ones, see <see cref="NamePattern"/>.</param>
/// <param name="LearningRate">A factor on every step's learning rate, 0 or more.</param>
/// <param name="WeightDecay">
/// Their weight decay, whatever their shape; null for that of <see cref="AdamWOptions"/>, which spares gains and biases.
/// </param>
/// <param name="Frozen">
/// Whether they stay as they are: they are neither updated nor do their gradients count in the norm that is clipped.
/// </param>
public sealed record ParameterGroup(string Pattern, float LearningRate = 1, float? WeightDecay = null, bool Frozen = false);

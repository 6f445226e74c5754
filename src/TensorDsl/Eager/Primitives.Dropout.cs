using TensorDsl.Cpu;

namespace TensorDsl;

internal static partial class Primitives
{
    /// <summary>Whether the model has a seed for dropout.</summary>
    public static bool IsTraining => Definition.Current.Model.DropoutSeed is not null;

    /// <summary>What dropout multiplies by: 0, or for kept elements 1 / (1 − rate).</summary>
    public static Tensor Kept(Shape shape, DropoutPlace place)
    {
        uint key = PositionRandom.Key(Definition.Current.Model.DropoutSeed!.Value, place.Number);
        key = Definition.Current.Iterations.Aggregate(key, (outer, iteration) => PositionRandom.Derive(outer, (uint)iteration));
        return new Tensor(shape, [.. Enumerable.Range(0, shape.Count.Value)
            .Select(i => PositionRandom.Uniform(key, i) < place.Threshold ? place.Scale : 0)]);
    }
}

using ILGPU;
using TensorDsl.Cpu;

namespace TensorDsl.Ilgpu;

/// <summary>The key of what is dropped at random at one place: the same as on the CPU, of a seed in the device's memory.</summary>
public interface IDropoutKey
{
    /// <summary>The key.</summary>
    uint Value { get; }
}

/// <summary>The key of a place in a model.</summary>
/// <param name="seed">The lower and the upper half of the seed.</param>
/// <param name="place">The place's number.</param>
public readonly struct PlaceKey(ArrayView<int> seed, uint place) : IDropoutKey
{
    /// <inheritdoc/>
    public uint Value => PositionRandom.Key((uint)seed[0] | ((ulong)(uint)seed[1] << 32), place);
}

/// <summary>The key of one iteration of a loop.</summary>
/// <typeparam name="TKey">The key of what is around the loop.</typeparam>
/// <param name="around">That key.</param>
/// <param name="iteration">The iteration.</param>
public readonly struct IterationKey<TKey>(TKey around, int iteration) : IDropoutKey
    where TKey : struct, IDropoutKey
{
    /// <inheritdoc/>
    public uint Value => PositionRandom.Derive(around.Value, (uint)iteration);
}

/// <summary>Makes keys.</summary>
public static class DropoutKeys
{
    /// <summary>The key of one iteration of a loop.</summary>
    public static IterationKey<TKey> In<TKey>(this TKey around, int iteration)
        where TKey : struct, IDropoutKey => new(around, iteration);
}

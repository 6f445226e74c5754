using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>The arguments of one kernel of a device: views of its memory, some of it in bfloat16 as well.</summary>
/// <param name="symbols">The sizes.</param>
/// <param name="addresses">Where values are.</param>
/// <param name="positions">The sizes that the device has in its memory, if any.</param>
/// <param name="values">The activations that it may have in bfloat16.</param>
internal sealed class ViewParameters(IReadOnlyList<string> symbols, Addresses addresses, Positions? positions, RoundedValues values)
    : KernelParameters(symbols, addresses.Of, areViews: true, positions, addresses.Rounded)
{
    /// <summary>The activations that the device may have in bfloat16.</summary>
    public RoundedValues RoundedValues => values;

    /// <summary>The statement that stores an element of a value.</summary>
    public string Store(Node node, string place, string value) => !values.Includes(node) ? $"{Pointer(node)}[{place}] = {value};"
        : $"Gpu::Stored.{(values.IsWantedInFloat32(node) ? "InBoth" : "InEither")}({Pointer(node)}, {Rounded(node)}, {place}, {value});";
}

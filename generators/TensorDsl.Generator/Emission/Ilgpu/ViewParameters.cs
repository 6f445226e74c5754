using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>The arguments of one kernel of a device: views of its memory, some of it in bfloat16 as well.</summary>
/// <param name="symbols">The sizes.</param>
/// <param name="address">The address of a value, as the program writes it.</param>
/// <param name="rounded">The same where a device may have it in bfloat16.</param>
/// <param name="positions">The sizes that the device has in its memory, if any.</param>
/// <param name="values">The activations that it may have in bfloat16.</param>
internal sealed class ViewParameters(
    IReadOnlyList<string> symbols, Func<Node, string> address, Func<Node, string> rounded, Positions? positions, RoundedValues values)
    : KernelParameters(symbols, address, areViews: true, positions, rounded)
{
    /// <summary>The activations that the device may have in bfloat16.</summary>
    public RoundedValues RoundedValues => values;

    /// <summary>The statement that stores an element of a value.</summary>
    public string Store(Node node, string place, string value) => !values.Includes(node) ? $"{Pointer(node)}[{place}] = {value};"
        : $"Gpu::Stored.{(values.IsWantedInFloat32(node) ? "InBoth" : "InEither")}({Pointer(node)}, {Rounded(node)}, {place}, {value});";
}

using System.CommandLine;
using TensorDsl;
using TensorDsl.Examples.Commands;

namespace CharGptExample.Commands;

/// <summary>The option that says in how many bits a model's weights are stored.</summary>
internal static class StoredWeights
{
    public static Option<string> Option() => Options.OneOf(
        "--weights", "How weights are stored: float32, or rounded to bf16 or int8.", "float32", "bf16", "int8");

    /// <summary>What the option's name stands for.</summary>
    public static WeightStorage Of(string? name) => name switch
    {
        "bf16" => WeightStorage.BFloat16,
        "int8" => WeightStorage.Int8,
        _ => WeightStorage.Float32,
    };
}

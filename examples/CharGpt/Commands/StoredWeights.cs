using System.CommandLine;
using TensorDsl;

namespace CharGptExample.Commands;

/// <summary>The option that says in how many bits a model's weights are stored.</summary>
internal static class StoredWeights
{
    public static Option<WeightStorage> Option() => new("--weights")
    {
        Description = "How weights are stored: float32, or rounded to bf16 or int8.",
        HelpName = "float32|bf16|int8",
        DefaultValueFactory = _ => WeightStorage.Float32,
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            switch (text)
            {
                case "float32":
                    return WeightStorage.Float32;
                case "bf16":
                    return WeightStorage.BFloat16;
                case "int8":
                    return WeightStorage.Int8;
                default:
                    result.AddError($"--weights is float32, bf16 or int8, not '{text}'.");
                    return default;
            }
        },
    };
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace TensorDsl.Benchmarks;

/// <summary>What <c>--json</c> prints for a workload.</summary>
/// <param name="Workload">Its letter.</param>
/// <param name="Ms">The fastest run.</param>
/// <param name="MedianMs">The median run.</param>
/// <param name="TokensPerS">Tokens per second at the fastest run.</param>
/// <param name="Gflops">GFLOP per second at the fastest run.</param>
/// <param name="PeakFraction">The share of what limits it, 1 for all of it: of the machine's peak, or of its read bandwidth for D2.</param>
/// <param name="Peers">Other programs' fastest runs, in milliseconds by name.</param>
internal sealed record JsonLine(
    string Workload, double Ms, double MedianMs, double TokensPerS, double Gflops, double PeakFraction, IReadOnlyDictionary<string, double> Peers)
{
    public static string Of(Result result, Machine machine) => JsonSerializer.Serialize(
        new JsonLine(
            result.Workload.Letter, result.Milliseconds, result.MedianMilliseconds, result.TokensPerSecond,
            result.Flops / 1e9, result.Share(machine), result.Peers),
        JsonLines.Default.JsonLine);
}

[JsonSerializable(typeof(JsonLine))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class JsonLines : JsonSerializerContext;

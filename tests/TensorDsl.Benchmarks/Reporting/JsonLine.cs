using System.Text.Json;
using System.Text.Json.Serialization;

namespace TensorDsl.Benchmarks;

/// <summary>What <c>--json</c> prints for a workload.</summary>
/// <param name="Workload">Its letter.</param>
/// <param name="Ms">The fastest step.</param>
/// <param name="MedianMs">The median step.</param>
/// <param name="TokensPerS">Tokens per second at the fastest step.</param>
/// <param name="Gflops">GFLOP per second at the fastest step.</param>
/// <param name="PeakFraction">Their share of the machine's peak, 1 for all of it.</param>
/// <param name="Peers">Other programs' times for the same step, in milliseconds by name.</param>
internal sealed record JsonLine(
    string Workload, double Ms, double MedianMs, double TokensPerS, double Gflops, double PeakFraction, IReadOnlyDictionary<string, double> Peers)
{
    public static string Of(StepResult result, double peakFlops) => JsonSerializer.Serialize(
        new JsonLine(
            result.Workload.Letter, result.Milliseconds, result.MedianMilliseconds, result.TokensPerSecond,
            result.Flops / 1e9, result.Flops / peakFlops, new Dictionary<string, double>()),
        JsonLines.Default.JsonLine);
}

[JsonSerializable(typeof(JsonLine))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class JsonLines : JsonSerializerContext;

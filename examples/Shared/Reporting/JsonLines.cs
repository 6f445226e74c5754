using System.Text.Json;
using System.Text.Json.Serialization;

namespace TensorDsl.Examples.Reporting;

/// <summary>What <c>train --json</c> prints at an evaluation, and with <paramref name="Done"/> at the end.</summary>
internal sealed record TrainLine(long Step, double TrainLoss, double ValLoss, double TokensPerS, bool? Done = null);

/// <summary>Objects as one line of JSON each, with names like <c>tokens_per_s</c>.</summary>
[JsonSerializable(typeof(TrainLine))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class JsonLines : JsonSerializerContext
{
    public static string Of(TrainLine line) => JsonSerializer.Serialize(line, Default.TrainLine);
}

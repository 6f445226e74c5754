using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharGptExample.Reporting;

/// <summary>What <c>train --json</c> prints at an evaluation, and with <paramref name="Done"/> at the end.</summary>
internal sealed record TrainLine(long Step, double TrainLoss, double ValLoss, double TokensPerS, bool? Done = null);

/// <summary>What <c>eval --json</c> prints.</summary>
internal sealed record EvalLine(double ValLoss, double Perplexity, long Characters);

/// <summary>Objects as one line of JSON each, with names like <c>tokens_per_s</c>.</summary>
[JsonSerializable(typeof(TrainLine))]
[JsonSerializable(typeof(EvalLine))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class JsonLines : JsonSerializerContext
{
    public static string Of(TrainLine line) => JsonSerializer.Serialize(line, Default.TrainLine);

    public static string Of(EvalLine line) => JsonSerializer.Serialize(line, Default.EvalLine);
}

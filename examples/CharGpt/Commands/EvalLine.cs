using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharGptExample.Commands;

/// <summary>What <c>eval --json</c> prints, with names like <c>val_loss</c>.</summary>
internal sealed record EvalLine(double ValLoss, double Perplexity, long Characters)
{
    public string ToJson() => JsonSerializer.Serialize(this, EvalJson.Default.EvalLine);
}

[JsonSerializable(typeof(EvalLine))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class EvalJson : JsonSerializerContext;

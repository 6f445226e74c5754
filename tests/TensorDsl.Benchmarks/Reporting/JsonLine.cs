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
/// <param name="Gpu">What else there is to say of a GPU; of the processor it is left out.</param>
internal sealed record JsonLine(
    string Workload, double Ms, double MedianMs, double TokensPerS, double Gflops, double PeakFraction, IReadOnlyDictionary<string, double> Peers, GpuFields? Gpu)
{
    public static string Of(Result result, Machine machine) => JsonSerializer.Serialize(
        new JsonLine(
            result.Workload.Letter, result.Milliseconds, result.MedianMilliseconds, result.TokensPerSecond,
            result.Flops / 1e9, result.Share(machine), result.Peers,
            machine.Device.IsCpu ? null : GpuFields.Of(result, machine)),
        JsonLines.Default.JsonLine);
}

/// <summary>A GPU, and both shares of a workload on it.</summary>
/// <param name="Device">Its name.</param>
/// <param name="Precision">What products are computed in.</param>
/// <param name="PeakTflops">The matrix peak that was measured.</param>
/// <param name="ReadGbPerS">The read bandwidth that was measured.</param>
/// <param name="MatrixFraction">The share of the peak.</param>
/// <param name="ReadFraction">The share of the read bandwidth, of what must be moved at least.</param>
/// <param name="MatrixLibrary">Whether products may run on a vendor's library; and if not, why not.</param>
/// <param name="Products">What products ran on, of this workload and those before it.</param>
internal sealed record GpuFields(
    string Device, string Precision, double PeakTflops, double ReadGbPerS, double MatrixFraction, double ReadFraction,
    string? MatrixLibrary, IReadOnlyList<ProductUse> Products)
{
    public static GpuFields Of(Result result, Machine machine) => new(
        machine.Device.Name, machine.Precision, machine.PeakFlops / 1e12, machine.ReadBytes / 1e9, result.PeakShare(machine), result.ReadShare(machine),
        machine.MatrixLibrary, machine.Products);
}

[JsonSerializable(typeof(JsonLine))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class JsonLines : JsonSerializerContext;

using System.Text.Encodings.Web;
using System.Text.Json;

namespace TensorDsl.Checkpoints;

/// <summary>One tensor of a file of 32-bit floats.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Sizes by axis, outermost first.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record SafetensorsEntry(string Name, IReadOnlyList<int> Shape, long Begin, long End)
{
    public const string Type = "F32";
}

/// <summary>
/// The header of a safetensors file: 8 bytes of length, little-endian, then JSON that lists the tensors, which follow.
/// </summary>
/// <param name="Metadata">Texts by name.</param>
/// <param name="Tensors">The tensors, in the order of their data, without gaps.</param>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafetensorsEntry> Tensors)
{
    public const string MetadataName = "__metadata__";

    /// <summary>The longest header that the format allows.</summary>
    public const int MaxBytes = 100_000_000;

    // Names stay readable; the file is no web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes that all tensors take.</summary>
    public long DataBytes => Tensors.Count == 0 ? 0 : Tensors[^1].End;

    /// <summary>A header of tensors that lie one after the other.</summary>
    public static SafetensorsHeader Of(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<StoredTensor> tensors)
    {
        var entries = new List<SafetensorsEntry>();
        long offset = 0;
        foreach (var tensor in tensors)
        {
            long end = offset + (tensor.Shape.Aggregate(1L, (product, size) => product * size) * sizeof(float));
            entries.Add(new SafetensorsEntry(tensor.Name, tensor.Shape, offset, end));
            offset = end;
        }

        return new SafetensorsHeader(metadata, entries);
    }

    /// <summary>The JSON, the same bytes for the same content; padded with spaces so that the data is aligned to 8 bytes.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataName);
            foreach (var (name, text) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(name, text);
            json.WriteEndObject();
            foreach (var tensor in Tensors)
                Write(json, tensor);
            json.WriteEndObject();
        }

        while (stream.Length % 8 != 0)
            stream.WriteByte((byte)' ');
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, SafetensorsEntry tensor)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsEntry.Type);
        json.WriteStartArray("shape");
        foreach (int size in tensor.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(tensor.Begin);
        json.WriteNumberValue(tensor.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

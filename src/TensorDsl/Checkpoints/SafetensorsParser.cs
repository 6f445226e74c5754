using System.Text;
using System.Text.Json;

namespace TensorDsl.Checkpoints;

/// <summary>Reads a header and checks all that the format demands; what is wrong is said by <see cref="InvalidDataException"/>.</summary>
internal static class SafetensorsParser
{
    /// <summary>Reads the header at the start of <paramref name="file"/> and leaves the position at the data.</summary>
    public static SafetensorsHeader Read(Stream file)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (file.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw new InvalidDataException($"it is truncated, {file.Length} bytes are less than the length of a header");

        ulong length = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.MaxBytes)
            throw new InvalidDataException($"its header of {length} bytes is longer than the allowed {SafetensorsHeader.MaxBytes}");
        if ((long)length > file.Length - 8)
            throw new InvalidDataException($"it is truncated, the header alone has {length} bytes and the file {file.Length}");

        byte[] json = new byte[length];
        file.ReadExactly(json);
        var header = Parse(json);
        long data = file.Length - 8 - json.Length;
        if (header.DataBytes != data)
            throw new InvalidDataException($"{(header.DataBytes > data ? "it is truncated" : "something follows the data")}, {header.DataBytes} bytes of data were expected and {data} found");
        return header;
    }

    private static SafetensorsHeader Parse(byte[] json)
    {
        if (json.Length == 0 || json[0] != '{')
            throw new InvalidDataException("its header does not begin with '{'");
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(json);
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Header(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw new InvalidDataException($"its header is not valid JSON, or names something twice", e);
        }
    }

    private static SafetensorsHeader Header(JsonElement root)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var tensors = new List<SafetensorsEntry>();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == SafetensorsHeader.MetadataName)
                ReadMetadata(property.Value, metadata);
            else
                tensors.Add(Entry(property));
        }

        tensors = [.. tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End)];
        long offset = 0;
        foreach (var tensor in tensors)
        {
            if (tensor.Begin != offset)
                throw new InvalidDataException($"the data of tensor '{tensor.Name}' {(tensor.Begin < offset ? "overlaps the one" : "leaves a gap")} before it");
            offset = tensor.End;
        }

        return new SafetensorsHeader(metadata, tensors);
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException("its metadata is not an object");
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                throw new InvalidDataException($"its metadata '{property.Name}' is not a text");
            metadata[property.Name] = property.Value.GetString()!;
        }
    }

    private static SafetensorsEntry Entry(JsonProperty property)
    {
        string name = property.Name;
        if (property.Value.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"tensor '{name}' is not an object");
        if (!property.Value.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String)
            throw new InvalidDataException($"tensor '{name}' has no dtype");
        if (type.GetString() != SafetensorsEntry.Type)
            throw new InvalidDataException($"tensor '{name}' has the dtype {type.GetString()}, and only {SafetensorsEntry.Type} is read");

        long[] shape = Numbers(property, "shape");
        long[] offsets = Numbers(property, "data_offsets");
        if (offsets is not [>= 0 and var begin, var end] || end < begin)
            throw new InvalidDataException($"tensor '{name}' has no valid data_offsets");

        decimal bytes = sizeof(float);
        foreach (long size in shape)
        {
            bytes *= size;
            if (size is < 0 or > int.MaxValue || bytes > long.MaxValue)
                throw new InvalidDataException($"tensor '{name}' has the impossible shape ({string.Join(", ", shape)})");
        }

        if (bytes != end - begin)
            throw new InvalidDataException($"tensor '{name}' of shape ({string.Join(", ", shape)}) takes {bytes} bytes, but {end - begin} are set aside");
        return new SafetensorsEntry(name, [.. shape.Select(size => (int)size)], begin, end);
    }

    private static long[] Numbers(JsonProperty tensor, string name)
    {
        if (!tensor.Value.TryGetProperty(name, out var array) || array.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException($"tensor '{tensor.Name}' has no {name}");
        return [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long number)
            ? number
            : throw new InvalidDataException($"tensor '{tensor.Name}' has a {name} that is not of whole numbers"))];
    }
}

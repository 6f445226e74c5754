using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TensorDsl.Checkpoints;

/// <summary>The SHA-256 of a checkpoint: of the header, the checksum in it left out, and of the data.</summary>
internal static class Checksum
{
    /// <summary>Its name among the metadata.</summary>
    public const string Name = "sha256";

    /// <summary>Floats that are handled at a time, so that a tensor may have more bytes than a span can.</summary>
    public const int Chunk = 1 << 20;

    /// <summary>The checksum of what is about to be written.</summary>
    public static string Of(SafetensorsHeader header, IReadOnlyList<StoredTensor> tensors)
    {
        using var hash = Start(header);
        foreach (var tensor in tensors)
        {
            var values = tensor.Values();
            for (int i = 0; i < values.Length; i += Chunk)
                hash.AppendData(MemoryMarshal.AsBytes(values.Slice(i, Math.Min(Chunk, values.Length - i))));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>The checksum of what is read; <paramref name="data"/> is at the start of the data.</summary>
    public static string Of(SafetensorsHeader header, Stream data)
    {
        using var hash = Start(header);
        byte[] buffer = new byte[Chunk];
        for (int count; (count = data.Read(buffer)) > 0;)
            hash.AppendData(buffer, 0, count);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static IncrementalHash Start(SafetensorsHeader header)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var metadata = header.Metadata.Where(pair => pair.Key != Name).ToDictionary();
        hash.AppendData((header with { Metadata = metadata }).ToJson());
        return hash;
    }
}

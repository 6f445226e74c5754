using System.Collections;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Resources;

namespace TensorDsl.Text;

/// <summary>The texts embedded in an assembly, which is read as a file and not loaded.</summary>
internal static class ResourceAssembly
{
    private const string Extension = ".resources";
    private const string TextType = "ResourceTypeCode.String";

    /// <summary>Every text, by the name of its table without extension and its key; none where the file is no assembly.</summary>
    public static Dictionary<(string Table, string Key), string> Texts(string file)
    {
        var texts = new Dictionary<(string, string), string>();
        using var image = new PEReader(File.OpenRead(file));
        if (!image.HasMetadata || image.PEHeaders.CorHeader is not { ResourcesDirectory.Size: > 0 } header)
            return texts;
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            string name = metadata.GetString(resource.Name);
            if (!resource.Implementation.IsNil || !name.EndsWith(Extension, StringComparison.Ordinal))
                continue;
            var start = image.GetSectionData(header.ResourcesDirectory.RelativeVirtualAddress).GetReader();
            start.Offset = checked((int)resource.Offset);
            byte[] table = start.ReadBytes(start.ReadInt32());
            foreach (var (key, text) in Table(table))
                texts[(name[..^Extension.Length], key)] = text;
        }

        return texts;
    }

    /// <summary>The texts of one table; none where it is in a format of its own.</summary>
    private static IEnumerable<(string Key, string Text)> Table(byte[] table)
    {
        ResourceReader reader;
        try
        {
            reader = new ResourceReader(new MemoryStream(table));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or BadImageFormatException)
        {
            yield break;
        }

        using (reader)
        {
            // The entries' values are not asked for, since that would make objects of whatever type the file names.
            for (var entries = ((IEnumerable)reader).GetEnumerator(); entries.MoveNext();)
            {
                string key = (string)((IDictionaryEnumerator)entries).Key;
                reader.GetResourceData(key, out string type, out byte[] data);
                if (type == TextType)
                    yield return (key, new BinaryReader(new MemoryStream(data)).ReadString());
            }
        }
    }
}

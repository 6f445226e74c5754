using System.Text;

namespace TensorDsl.Text;

/// <summary>Text files.</summary>
public static class PlainText
{
    private const long MaxBytes = 1L << 29;

    /// <summary>The whole text of a UTF-8 file, with or without byte order mark; invalid bytes become U+FFFD.</summary>
    /// <exception cref="CorpusException">The file is missing, a directory, unreadable, empty, or larger than 512 MB.</exception>
    public static string Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
            throw new CorpusException($"The text '{path}' is a directory, not a file.");
        if (!File.Exists(path))
            throw new CorpusException($"The text '{path}' does not exist.");
        try
        {
            long bytes = new FileInfo(path).Length;
            if (bytes > MaxBytes)
                throw new CorpusException($"The text '{path}' has {bytes:N0} bytes; at most {MaxBytes:N0} can be read.");
            string text = File.ReadAllText(path, Encoding.UTF8);
            return text.Length > 0 ? text : throw new CorpusException($"The text '{path}' is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"The text '{path}' cannot be read: {e.Message}", e);
        }
    }
}

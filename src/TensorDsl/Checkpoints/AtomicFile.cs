namespace TensorDsl.Checkpoints;

/// <summary>Files that are replaced as a whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a file beside <paramref name="path"/>, flushes it to the disk and renames it over. Whatever fails, the file
    /// that was there before is still there.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = path + ".tmp";
        var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Throws what <see cref="Write"/> would throw where the folder cannot be written to.</summary>
    public static void Probe(string path)
    {
        string temporary = path + ".tmp";
        new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None).Dispose();
        File.Delete(temporary);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }
}

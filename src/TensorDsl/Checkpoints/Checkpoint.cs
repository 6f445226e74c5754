using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TensorDsl.Checkpoints;

/// <summary>
/// Named tensors and texts in a safetensors file. The same content gives the same bytes; a checksum guards all of them,
/// and a file is replaced as a whole or not at all.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    /// <summary>The name of the text that says which definition the parameters are of.</summary>
    public const string DefinitionName = "definition";

    private const string FormatName = "format";
    private const string Format = "tensordsl-checkpoint-1";
    private const string ModelName = "model";

    private readonly FileStream _file;
    private readonly SafetensorsHeader _header;
    private readonly long _dataStart;

    private Checkpoint(string path, FileStream file)
    {
        FilePath = path;
        _file = file;
        _header = SafetensorsParser.Read(file);
        _dataStart = file.Position;
        string format = Metadata.GetValueOrDefault(FormatName, "none");
        if (format != Format)
            throw new InvalidDataException($"its format is '{format}', not '{Format}'");
        if (Checksum.Of(_header, file) != Metadata.GetValueOrDefault(Checksum.Name))
            throw new InvalidDataException("its checksum does not match its content");
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>The texts in it, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The name of the model whose parameters it holds.</summary>
    public string Model => Text(ModelName);

    /// <summary>Writes a checkpoint; an existing file is replaced only once the new one is complete on the disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="metadata">Texts to keep, by name.</param>
    /// <param name="tensors">The tensors, each name once.</param>
    /// <exception cref="CheckpointException">It could not be written; what was there before is unharmed.</exception>
    public static void Write(string path, string model, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<StoredTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(tensors);
        var all = new Dictionary<string, string>(metadata) { [FormatName] = Format, [ModelName] = model };
        var header = SafetensorsHeader.Of(all, tensors);
        all[Checksum.Name] = Checksum.Of(header, tensors);
        Guard(path, "could not be written", () => AtomicFile.Write(path, file => Write(file, header.ToJson(), tensors)));
    }

    /// <summary>Makes the folder of <paramref name="path"/> and checks that it can be written to, before hours of work.</summary>
    /// <exception cref="CheckpointException">It cannot.</exception>
    public static void EnsureWritable(string path)
    {
        Guard(path, "could not be written", () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            AtomicFile.Probe(path);
            if (Directory.Exists(path))
                throw new IOException("It is a directory.");
        });
    }

    /// <summary>Opens a checkpoint and checks all of it.</summary>
    /// <exception cref="CheckpointException">It is missing, unreadable, truncated, corrupt, or not a checkpoint.</exception>
    public static Checkpoint Open(string path)
    {
        if (Directory.Exists(path))
            throw new CheckpointException($"The checkpoint '{path}' is a directory, not a file.");
        if (!File.Exists(path))
            throw new CheckpointException($"The checkpoint '{path}' does not exist.");

        Checkpoint? checkpoint = null;
        Guard(path, "cannot be read", () => checkpoint = OpenUnguarded(path));
        return checkpoint!;
    }

    /// <summary>Fills <paramref name="tensors"/> from the file; nothing is filled unless all can be.</summary>
    /// <param name="model">The name of the model that they belong to.</param>
    /// <param name="tensors">The tensors that are wanted.</param>
    /// <param name="ignored">Begins the names of tensors that may be in the file besides.</param>
    /// <exception cref="CheckpointException">The checkpoint is of another model: the name, a tensor's name or its shape differs.</exception>
    public void Load(string model, IReadOnlyList<StoredTensor> tensors, string? ignored = null)
    {
        RequireModel(model, tensors, ignored);
        Fill([.. tensors.Select(tensor => tensor.Name)], tensors);
    }

    /// <summary>
    /// Fills those of <paramref name="tensors"/> that are in the file, with the same shape: to begin with a part of another
    /// model. The model's name does not matter.
    /// </summary>
    /// <param name="tensors">The tensors that may be filled.</param>
    /// <param name="pattern">Which ones, see <see cref="NamePattern"/>; the others are left alone.</param>
    /// <returns>What was filled and what was not.</returns>
    /// <exception cref="CheckpointException">Nothing was, or the file cannot be read.</exception>
    public CheckpointPart LoadPart(IReadOnlyList<StoredTensor> tensors, string pattern = NamePattern.All)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var part = CheckpointPart.Of(_header.Tensors, tensors, pattern);
        if (part.Loaded.Count == 0)
            throw new CheckpointException($"The checkpoint '{FilePath}' has nothing for '{pattern}': {part}.");
        Fill(part.Loaded, tensors);
        return part;
    }

    /// <summary>Checks that the file has <paramref name="tensors"/>, and none besides but the ignored.</summary>
    /// <inheritdoc cref="Load"/>
    public void RequireModel(string model, IReadOnlyList<StoredTensor> tensors, string? ignored = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if ((CheckpointMatch.FirstDifference(_header.Tensors, tensors, ignored) ?? (Model == model ? null : "the names differ")) is { } difference)
            throw new CheckpointException($"The checkpoint '{FilePath}' is of another model ('{Model}', here '{model}'): {difference}.");
    }

    /// <summary>Checks that the parameters are of this definition, and not of one that only has the same shapes.</summary>
    /// <param name="definition"><see cref="IModel.Definition"/>.</param>
    /// <exception cref="CheckpointException">They are of another.</exception>
    public void RequireDefinition(string definition)
    {
        if (Text(DefinitionName) != definition)
            throw new CheckpointException($"The checkpoint '{FilePath}' is of another model: its parameters have the shapes of '{Model}' here, but its definition computes something else with them.");
    }

    /// <summary>Checks that texts are as they should be, in the order given.</summary>
    /// <exception cref="CheckpointException">One differs.</exception>
    public void Require(IEnumerable<KeyValuePair<string, string>> expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        foreach (var (name, text) in expected)
        {
            if (Text(name) != text)
                throw new CheckpointException($"The checkpoint '{FilePath}' is of a run with {name} = {Text(name)}, not {text}.");
        }
    }

    /// <summary>A text.</summary>
    /// <exception cref="CheckpointException">There is none of that name.</exception>
    public string Text(string name) => Metadata.TryGetValue(name, out string? text)
        ? text
        : throw new CheckpointException($"The checkpoint '{FilePath}' does not say its {name}.");

    /// <summary>A text that is a whole number.</summary>
    /// <exception cref="CheckpointException">There is none of that name, or it is no whole number.</exception>
    public long Whole(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? number
        : throw new CheckpointException($"The checkpoint '{FilePath}' has the {name} '{Text(name)}', which is no whole number.");

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static Checkpoint OpenUnguarded(string path)
    {
        var file = File.OpenRead(path);
        try
        {
            return new Checkpoint(path, file);
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is InvalidDataException)
                throw new CheckpointException($"The checkpoint '{path}' is damaged: {e.Message}.", e);
            throw;
        }
    }

    private static void Write(Stream file, byte[] header, IReadOnlyList<StoredTensor> tensors)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        file.Write(length);
        file.Write(header);
        foreach (var tensor in tensors)
        {
            var values = tensor.Values();
            for (int i = 0; i < values.Length; i += Checksum.Chunk)
                file.Write(MemoryMarshal.AsBytes(values.Slice(i, Math.Min(Checksum.Chunk, values.Length - i))));
        }
    }

    private void Fill(IReadOnlyCollection<string> names, IReadOnlyList<StoredTensor> tensors)
    {
        var entries = _header.Tensors.ToDictionary(entry => entry.Name);
        var wanted = names.ToHashSet();
        Guard(FilePath, "cannot be read", () =>
        {
            foreach (var tensor in tensors.Where(tensor => wanted.Contains(tensor.Name)))
                Read(entries[tensor.Name], tensor.Values());
        });
    }

    private void Read(SafetensorsEntry entry, Span<float> values)
    {
        _file.Position = _dataStart + entry.Begin;
        for (int i = 0; i < values.Length; i += Checksum.Chunk)
            _file.ReadExactly(MemoryMarshal.AsBytes(values.Slice(i, Math.Min(Checksum.Chunk, values.Length - i))));
    }

    private static void Guard(string path, string failure, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The checkpoint '{path}' {failure}: {e.Message}", e);
        }
    }
}

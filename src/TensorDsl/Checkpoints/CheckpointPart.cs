namespace TensorDsl.Checkpoints;

/// <summary>What <see cref="Checkpoint.LoadPart"/> did with the tensors that its pattern selects.</summary>
/// <param name="Loaded">Names of those that were filled.</param>
/// <param name="Missing">Names of those that are not in the file.</param>
/// <param name="OtherShape">Names of those that the file has with another shape.</param>
/// <param name="Unused">Names in the file that nothing here has.</param>
public sealed record CheckpointPart(
    IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> OtherShape, IReadOnlyList<string> Unused)
{
    /// <summary>One line that says it all.</summary>
    public override string ToString() =>
        $"{Loaded.Count} loaded{List("not in the file", Missing)}{List("of another shape", OtherShape)}{List("in the file only", Unused)}";

    internal static CheckpointPart Of(IReadOnlyList<SafetensorsEntry> found, IReadOnlyList<StoredTensor> tensors, string pattern)
    {
        var shapes = found.ToDictionary(entry => entry.Name, entry => entry.Shape);
        var known = tensors.Select(tensor => tensor.Name).ToHashSet();
        StoredTensor[] selected = [.. tensors.Where(tensor => NamePattern.Matches(pattern, tensor.Name))];
        StoredTensor[] there = [.. selected.Where(tensor => shapes.ContainsKey(tensor.Name))];
        var same = there.ToLookup(tensor => shapes[tensor.Name].SequenceEqual(tensor.Shape), tensor => tensor.Name);
        return new CheckpointPart(
            [.. same[true]],
            [.. selected.Except(there).Select(tensor => tensor.Name)],
            [.. same[false]],
            [.. shapes.Keys.Where(name => NamePattern.Matches(pattern, name) && !known.Contains(name))]);
    }

    private static string List(string what, IReadOnlyList<string> names) =>
        names.Count == 0 ? "" : $"; {what}: {string.Join(", ", names)}";
}

namespace TensorDsl.Checkpoints;

/// <summary>Compares the tensors of a file with the ones that are wanted.</summary>
internal static class CheckpointMatch
{
    /// <summary>The first difference in words, in the order of the wanted tensors; null when there is none.</summary>
    public static string? FirstDifference(IReadOnlyList<SafetensorsEntry> found, IReadOnlyList<StoredTensor> wanted, string? ignored)
    {
        var byName = found.ToDictionary(entry => entry.Name);
        foreach (var tensor in wanted)
        {
            if (!byName.TryGetValue(tensor.Name, out var entry))
                return $"it has no tensor '{tensor.Name}', which is {Shape(tensor.Shape)} here";
            if (!entry.Shape.SequenceEqual(tensor.Shape))
                return $"its tensor '{tensor.Name}' is {Shape(entry.Shape)}, here {Shape(tensor.Shape)}";
        }

        var names = wanted.Select(tensor => tensor.Name).ToHashSet();
        return found.FirstOrDefault(entry => !names.Contains(entry.Name) && (ignored is null || !entry.Name.StartsWith(ignored, StringComparison.Ordinal))) is { } extra
            ? $"its tensor '{extra.Name}', {Shape(extra.Shape)}, does not exist here"
            : null;
    }

    private static string Shape(IReadOnlyList<int> shape) => $"({string.Join(", ", shape)})";
}

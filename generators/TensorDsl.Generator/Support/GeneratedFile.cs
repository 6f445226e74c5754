namespace TensorDsl.Generator.Support;

/// <summary>A generated source file.</summary>
/// <param name="HintName">Its name, which begins with the model's.</param>
/// <param name="Source">Its text.</param>
internal sealed record GeneratedFile(string HintName, string Source);

/// <summary>The files generated for one model.</summary>
internal sealed record GeneratedFiles(EquatableArray<GeneratedFile> Files);

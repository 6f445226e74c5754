namespace TensorDsl.Generator.Reading.Program;

/// <summary>What <c>[Model(MaxTrainingBytes = …)]</c> says.</summary>
/// <param name="Bytes">The bytes that training may take.</param>
/// <param name="Sizes">The sizes to count them at, as written: <c>B = 12, T = 64</c>.</param>
/// <param name="Location">The place of the bytes.</param>
internal sealed record MemoryBudget(long Bytes, string Sizes, int Location);

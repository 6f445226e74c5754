namespace TensorDsl.Cpu;

/// <summary>The sizes of one attention.</summary>
/// <param name="B">Batches.</param>
/// <param name="H">Heads.</param>
/// <param name="T">Positions that ask (rows of the scores).</param>
/// <param name="S">Positions that are asked (columns of the scores).</param>
/// <param name="DK">Width of queries and keys.</param>
/// <param name="DV">Width of values and outputs.</param>
public readonly record struct AttentionShape(int B, int H, int T, int S, int DK, int DV);

namespace TensorDsl.Text;

/// <summary>A text and its translation, each on one line.</summary>
/// <param name="Source">The text.</param>
/// <param name="Target">Its translation.</param>
public sealed record SentencePair(string Source, string Target);

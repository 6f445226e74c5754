using TensorDsl.Sampling;
using TensorDsl.Text;

namespace CharGptExample.Commands;

/// <summary>Prints text as it is drawn.</summary>
internal static class Writer
{
    /// <summary>Prints the prompt, as the model sees it, and what follows.</summary>
    public static void Write(IGeneration generation, string prompt, long length, Sampler sampler, StopSequences? stop = null)
    {
        int[] tokens = CharacterVocabulary.Encode(prompt);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        output.Write(CharacterVocabulary.Decode(tokens).TrimStart('\n'));
        // Without a prompt the text begins as after a line's end.
        foreach (int token in TextGeneration.Continue(generation, tokens.Length > 0 ? tokens : [CharacterVocabulary.NewLine], length, sampler, stop))
            output.Write(CharacterVocabulary.Decode(token));
        output.WriteLine();
    }
}

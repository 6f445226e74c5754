using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TensorDsl.Text;

namespace TensorDsl.Training;

/// <summary>A text's tokens in two parts: what is learned from, and what only measures how well.</summary>
public sealed class TokenSplit
{
    /// <summary>Splits by position: the last tenth is for validation.</summary>
    /// <param name="tokens">The text, in reading order.</param>
    /// <param name="context">The length of a training window; each part must hold one, and the token after it.</param>
    /// <exception cref="CorpusException">The text is too short.</exception>
    public TokenSplit(ReadOnlyMemory<int> tokens, int context)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        int boundary = (int)(tokens.Length * 9L / 10);
        if (tokens.Length - boundary < context + 1)
            throw new CorpusException($"The text is too short: {tokens.Length:N0} tokens, and a context of {context} needs {MinTokens(context):N0} or more.");

        Context = context;
        Training = tokens[..boundary];
        Validation = tokens[boundary..];
        Hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(tokens.Span)));
    }

    /// <summary>The length of a window.</summary>
    public int Context { get; }

    /// <summary>The first nine tenths.</summary>
    public ReadOnlyMemory<int> Training { get; }

    /// <summary>The last tenth.</summary>
    public ReadOnlyMemory<int> Validation { get; }

    /// <summary>The identity of the whole text: the SHA-256 of its tokens, in lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    // The shortest text whose last tenth, rounded up, holds a window and the token after it.
    private static long MinTokens(int context) => (10L * context) + 1;
}

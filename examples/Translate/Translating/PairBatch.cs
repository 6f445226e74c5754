using TensorDsl.Text;
using TranslateExample.Models;

namespace TranslateExample.Translating;

/// <summary>Sentence pairs as tokens, padded to the longest of each side.</summary>
internal sealed class PairBatch
{
    private PairBatch(int count, int sourceLength, int targetLength)
    {
        (Count, SourceLength, TargetLength) = (count, sourceLength, targetLength);
        (Source, Lengths) = (new int[count * sourceLength], new int[count]);
        (Tokens, Targets) = (new int[count * targetLength], new int[count * targetLength]);
    }

    /// <summary>B.</summary>
    public int Count { get; }

    /// <summary>S.</summary>
    public int SourceLength { get; }

    /// <summary>T.</summary>
    public int TargetLength { get; }

    /// <summary>(B, S).</summary>
    public int[] Source { get; }

    /// <summary>The lengths of the sources, (B).</summary>
    public int[] Lengths { get; }

    /// <summary>The start token, then the translations, (B, T).</summary>
    public int[] Tokens { get; }

    /// <summary>The translations, then the end token, (B, T).</summary>
    public int[] Targets { get; }

    /// <summary>The targets that are no padding.</summary>
    public int TargetTokens { get; private set; }

    public static PairBatch Of(IReadOnlyList<TokenPair> pairs)
    {
        var batch = new PairBatch(pairs.Count, pairs.Max(pair => pair.Source.Length), pairs.Max(pair => pair.Target.Length) + 1);
        for (int b = 0; b < pairs.Count; b++)
        {
            var (source, target) = pairs[b];
            source.CopyTo(batch.Source, b * batch.SourceLength);
            batch.Lengths[b] = source.Length;
            int row = b * batch.TargetLength;
            batch.Tokens[row] = Vocabulary.Start;
            target.CopyTo(batch.Tokens, row + 1);
            target.CopyTo(batch.Targets, row);
            batch.Targets[row + target.Length] = Vocabulary.End;
            batch.TargetTokens += target.Length + 1;
        }

        return batch;
    }
}

/// <summary>A sentence pair as tokens.</summary>
internal sealed record TokenPair(int[] Source, int[] Target)
{
    public static TokenPair Of(SentencePair pair, BytePairEncoding vocabulary) =>
        new(vocabulary.Encode(pair.Source), vocabulary.Encode(pair.Target));

    /// <summary>The length of the longer side, the end token included.</summary>
    public int Length => Math.Max(Source.Length, Target.Length + 1);
}

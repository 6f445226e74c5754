using TensorDsl.Text;

namespace TensorDsl.Training.Tests;

public class ParallelTextTests
{
    [Fact]
    public void The_SDK_has_thousands_of_clean_pairs()
    {
        var pairs = LocalisedResources.Read();
        Assert.InRange(pairs.Count, 5_000, 100_000);
        Assert.Equal(pairs.Count, pairs.Distinct().Count());
        Assert.Equal(pairs.OrderBy(pair => pair.Source, StringComparer.Ordinal).Select(pair => pair.Source), pairs.Select(pair => pair.Source));
        Assert.All(pairs, pair =>
        {
            Assert.NotEqual(pair.Source, pair.Target);
            Assert.Equal(pair.Source.Trim(), pair.Source);
            Assert.DoesNotContain("  ", pair.Target);
            Assert.DoesNotContain('\n', pair.Target);
        });
        int german = pairs.Count(pair => pair.Target.Split(' ').Any(word => word is "der" or "die" or "das" or "nicht" or "ist" or "Der" or "Die" or "Das"));
        Assert.True(german > pairs.Count / 2, $"{german} of {pairs.Count} look German.");
    }

    [Fact]
    public void Where_there_are_none_it_says_so()
    {
        Assert.Contains("'tlh'", Assert.Throws<CorpusException>(() => LocalisedResources.Read("tlh")).Message);
        using var folder = new TemporaryFolder();
        Assert.Contains("no messages", Assert.Throws<CorpusException>(() => LocalisedResources.Read(folder.Path, "de")).Message);
        Directory.CreateDirectory(folder["de"]);
        File.WriteAllText(folder["A.dll"], "no assembly");
        File.WriteAllText(Path.Combine(folder["de"], "A.resources.dll"), "no assembly");
        Assert.Contains("A.resources.dll' cannot be read", Assert.Throws<CorpusException>(() => LocalisedResources.Read(folder.Path, "de")).Message);
    }

    [Fact]
    public void A_pair_stays_on_its_side_and_sources_of_the_same_letters_are_together()
    {
        SentencePair[] pairs = [.. Enumerable.Range(0, 4000).Select(i => new SentencePair($"{Letters(i)} is {i}.", $"{i}"))];
        var split = new ParallelSplit(pairs);
        Assert.Equal(4000, split.Training.Count + split.HeldOut.Count);
        Assert.InRange(split.HeldOut.Count, 140, 260); // 200 expected, standard deviation 13.8
        var fewer = new ParallelSplit(pairs.Where((_, i) => i % 3 == 0));
        Assert.Subset(split.HeldOut.ToHashSet(), fewer.HeldOut.ToHashSet());
        var variants = new ParallelSplit(pairs.Concat(pairs.Select(pair => pair with { Source = pair.Source.ToUpperInvariant() + " 5 {name}!" })));
        Assert.Equal(2 * split.HeldOut.Count, variants.HeldOut.Count);
        Assert.NotEqual(split.Hash, fewer.Hash);
        Assert.Equal(split.Hash, new ParallelSplit(pairs).Hash);
        Assert.Throws<CorpusException>(() => new ParallelSplit(pairs.Take(1)));

        static string Letters(int i) => string.Concat(i.ToString("D4").Select(digit => (char)('a' + digit - '0')));
    }

    [Fact]
    public void Each_pass_has_every_sequence_once_in_batches_of_like_lengths()
    {
        int[] lengths = [.. Enumerable.Range(0, 500).Select(i => 1 + (i * 37 % 50))];
        var buckets = new LengthBuckets(lengths, maxTokens: 120, seed: 4);
        for (int pass = 0; pass < 3; pass++)
        {
            var batches = Enumerable.Range(pass * buckets.Count, buckets.Count).Select(number => buckets[number].ToArray()).ToArray();
            Assert.Equal(Enumerable.Range(0, 500), batches.SelectMany(batch => batch).Order());
            Assert.All(batches, batch => Assert.True(batch.Length * batch.Max(i => lengths[i]) <= 120));
            Assert.True(batches.Sum(batch => batch.Length * batch.Max(i => lengths[i])) < 1.1 * lengths.Sum(), "More than a tenth is padding.");
        }

        Assert.Equal(buckets[17], new LengthBuckets(lengths, 120, 4)[17]);
        Assert.NotEqual(buckets[17], buckets[17 + buckets.Count]);
        Assert.NotEqual(buckets[17], new LengthBuckets(lengths, 120, 5)[17]);
        Assert.Equal([0], new LengthBuckets([300], 120, 4)[5]);
        Assert.Throws<ArgumentException>(() => new LengthBuckets([], 120, 4));
    }
}

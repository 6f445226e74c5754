using TensorDsl.Text;

namespace TensorDsl.Training.Tests;

public class BatchTests
{
    private const int Context = 8;
    private const int Batch = 5;
    private static readonly int[] Text = [.. Enumerable.Range(0, 1000)];

    [Fact]
    public void The_parts_are_disjoint_and_together_the_text()
    {
        var split = new TokenSplit(Text, Context);
        Assert.Equal(900, split.Training.Length);
        Assert.Equal(Text, split.Training.ToArray().Concat(split.Validation.ToArray()));
    }

    [Fact]
    public void The_shortest_text_has_one_validation_window_and_one_shorter_is_refused()
    {
        Assert.Equal(Context + 1, new TokenSplit(Text.AsMemory(0, (10 * Context) + 1), Context).Validation.Length);
        var error = Assert.Throws<CorpusException>(() => new TokenSplit(Text.AsMemory(0, 10 * Context), Context));
        Assert.Contains("80 tokens", error.Message);
        Assert.Contains("81 or more", error.Message);
    }

    [Fact]
    public void The_hash_depends_on_every_token()
    {
        int[] other = [.. Text];
        other[500]++;
        Assert.Equal(new TokenSplit(Text, Context).Hash, new TokenSplit((int[])Text.Clone(), Context).Hash);
        Assert.NotEqual(new TokenSplit(Text, Context).Hash, new TokenSplit(other, Context).Hash);
    }

    [Fact]
    public void A_step_draws_the_same_windows_whatever_was_drawn_before()
    {
        var (first, _) = Draw(new TokenBatches(Text, Batch, Context, 7), 17);
        var batches = new TokenBatches(Text, Batch, Context, 7);
        Draw(batches, 3);
        var (again, _) = Draw(batches, 17);
        Assert.Equal(first, again);
    }

    [Fact]
    public void Steps_windows_and_seeds_differ()
    {
        var batches = new TokenBatches(Text, Batch, Context, 7);
        var (tokens, _) = Draw(batches, 0);
        Assert.NotEqual(tokens, Draw(batches, 1).Tokens);
        Assert.NotEqual(tokens, Draw(new TokenBatches(Text, Batch, Context, 8), 0).Tokens);
        Assert.Equal(Batch, tokens.Chunk(Context).Select(window => window[0]).Distinct().Count());
    }

    [Fact]
    public void No_two_steps_share_a_draw()
    {
        // So long a text that two of 100 starts are hardly the same by chance.
        var batches = new TokenBatches(Enumerable.Range(0, 1 << 22).ToArray(), Batch, Context, 7);
        var starts = Enumerable.Range(0, 20).SelectMany(step => Draw(batches, step).Tokens.Chunk(Context)).Select(window => window[0]);
        Assert.Equal(20 * Batch, starts.Distinct().Count());
    }

    [Fact]
    public void Windows_are_runs_of_the_text_and_targets_follow_their_tokens()
    {
        var batches = new TokenBatches(Text, Batch, Context, 7);
        for (int step = 0; step < 50; step++)
        {
            var (tokens, targets) = Draw(batches, step);
            Assert.All(tokens.Chunk(Context), window => Assert.Equal(Enumerable.Range(window[0], Context), window));
            Assert.Equal(tokens.Select(token => token + 1), targets);
        }
    }

    [Fact]
    public void Every_start_is_drawn_the_first_and_the_last_included()
    {
        var batches = new TokenBatches(Text.AsMemory(0, Context + 4), 1, Context, 7);
        var starts = Enumerable.Range(0, 400).Select(step => Draw(batches, step, 1).Tokens[0]).CountBy(start => start).ToDictionary();
        Assert.Equal([0, 1, 2, 3], starts.Keys.Order());
        Assert.All(starts.Values, count => Assert.InRange(count, 60, 140)); // 100 expected, standard deviation 8.7
    }

    private static (int[] Tokens, int[] Targets) Draw(TokenBatches batches, long step, int batch = Batch)
    {
        var (tokens, targets) = (new int[batch * Context], new int[batch * Context]);
        batches.Fill(step, tokens, targets);
        return (tokens, targets);
    }
}

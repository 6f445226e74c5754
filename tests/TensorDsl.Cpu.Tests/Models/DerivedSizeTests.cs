namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Sizes that follow from others: the generated code against the eager engine, down to the least sizes.</summary>
public sealed class DerivedSizeTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 5)]
    [InlineData(2, 8)]
    public void One_text_trains_a_language_model(int b, int t) => Agreement.Check<TextAlone>(new { B = b, T = t });

    [Fact]
    public void One_text_trains_it() => Agreement.Trains<TextAlone>(new { B = 4, T = 8 });

    [Theory]
    [InlineData(1, 4, 1)]
    [InlineData(2, 5, 3)]
    [InlineData(3, 17, 19)]
    public void Operations_along_an_axis_of_run_time_size(int b, int t, int s) => Agreement.Check<DerivedSizes>(new { B = b, T = t, S = s });

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(2, 6, 3)]
    [InlineData(3, 9, 17)]
    public void Tokens_are_moved(int b, int t, int s) => Agreement.Check<MovedTokens>(new { B = b, T = t, S = s });

    [Theory]
    [InlineData(2, 1)]
    [InlineData(6, 3)]
    [InlineData(5, 4)]
    public void Sizes_of_several_inputs(int t, int s) => Agreement.Check<SizesTogether>(new { T = t, S = s });

    [Fact]
    public void What_is_too_short_is_refused()
    {
        using var model = new TextAlone(threads: 1);
        var thrown = Assert.ThrowsAny<ArgumentException>(() => model.Loss(new int[3], 3, 1));
        Assert.Equal("t", thrown.ParamName);
        Assert.StartsWith("T must be at least 2.", thrown.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => model.Backward(new int[3], 3, 1));
        model.Logits(new int[3], 3, 1, new float[3 * 11]);
        model.Loss(new int[2], 1, 2);
    }

    [Fact]
    public void What_is_too_long_is_refused()
    {
        using var model = new TextAlone(threads: 1);
        model.Loss(new int[9], 1, 9);
        Assert.Equal("t", Assert.ThrowsAny<ArgumentException>(() => model.Loss(new int[10], 1, 10)).ParamName);
        Assert.Equal("t", Assert.ThrowsAny<ArgumentException>(() => model.Logits(new int[9], 1, 9, new float[9 * 11])).ParamName);
    }

    [Fact]
    public void Sizes_that_do_not_go_together_are_refused()
    {
        using var model = new SizesTogether(threads: 1);
        var thrown = Assert.Throws<ArgumentException>(() => model.Loss(new float[12], new float[12], 3, 3));
        Assert.Equal("T-S must be at least 1.", thrown.Message);
        thrown = Assert.Throws<ArgumentException>(() => model.Loss(new float[24], new float[16], 6, 4));
        Assert.Equal("T+S must be at most 9.", thrown.Message);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 6)]
    public void What_is_shorter_is_seen_and_changed(int b, int t)
    {
        using var model = new SeenShorter(2, 1);
        float[] x = [.. Enumerable.Range(0, b * t * 3).Select(i => (float)Math.Sin(i))];
        float[] plain = new float[b * (t / 2) * 3], seen = new float[plain.Length];
        model.Predict(x, b, t, plain);
        var look = new SeenShorter.Look(b, t);
        model.Predict(x, b, t, seen, look);
        Assert.Equal(plain, seen);
        Assert.Equal(b * (t - 1) * 3, look.Taps.Change.Span.Length);
        for (int i = 0; i < look.Taps.Change.Span.Length; i++)
        {
            int at = i + (i / ((t - 1) * 3) * 3);
            Assert.Equal(x[at + 3] - x[at], look.Taps.Change.Span[i]);
        }

        Assert.Throws<ArgumentException>(() => new SeenShorter.Look(b, 1));
        Assert.Throws<ArgumentException>(() => model.Predict(x, b * t, 1, plain));
        model.All(x, b * t, 1, new float[x.Length]);
    }

    [Fact]
    public void Tokens_that_are_moved_are_checked()
    {
        using var model = new MovedTokens(threads: 1);
        Assert.Equal("tokens", Assert.ThrowsAny<ArgumentException>(() => model.Loss([1, 2, 7], [1, 2], 1, 3, 2)).ParamName);
        Assert.Equal("others", Assert.ThrowsAny<ArgumentException>(() => model.Loss([1, 2, 3], [1, 7], 1, 3, 2)).ParamName);
    }
}

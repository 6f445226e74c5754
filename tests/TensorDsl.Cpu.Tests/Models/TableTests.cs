namespace TensorDsl.Cpu.Tests.Models;

/// <summary>Numbers known at compile time, as generated code.</summary>
public sealed class TableTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(2, 19)]
    public void Tables_are_what_the_definition_computes(int b, int t) => Agreement.Check<Tables>(new { B = b, T = t });

    [Theory]
    [InlineData(3, 5)]
    [InlineData(2, 21)]
    public void Tables_of_a_causal_model(int b, int t) => Agreement.Check<CausalTables>(new { B = b, T = t });

    [Theory]
    [InlineData(7)]
    [InlineData(37)]
    public void A_mask_of_many_positions(int t) => Agreement.Check<LongMask>(new { B = 2, T = t });

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_is_computed_at_compile_time_is_what_the_definition_computes(int b) => Agreement.Check<Computed>(new { B = b });

    [Fact]
    public void A_mask_bounds_the_sequence()
    {
        using var model = new Tables(threads: 1);
        var thrown = Assert.ThrowsAny<ArgumentException>(() => model.Logits(new int[20], 1, 20, new float[20 * 9]));
        Assert.Equal("t", thrown.ParamName);
    }
}

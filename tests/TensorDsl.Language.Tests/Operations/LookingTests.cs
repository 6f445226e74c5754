namespace TensorDsl.Language.Tests.Operations;

/// <summary>Taps and patches on the eager engine.</summary>
public class LookingTests
{
    [Fact]
    public void A_tap_in_a_scan_that_goes_backwards_is_in_the_order_of_positions()
    {
        var model = new EagerModel(1);
        var x = Tensor.Of([1, 2, 3, 4], ("T", 4));
        var zero = Tensor.Of([0]);
        var sums = model.Run(() => Scan(x, "T", zero, (at, sum) => Tap("sum", at + sum), reverse: true));
        Assert.Equal([10, 9, 7, 4], sums.Values);
        Assert.Equal(sums.Values, model.Taps["sum"].Select(value => value.Item));
    }

    [Fact]
    public void Taps_in_layers_are_in_order_and_of_the_last_run()
    {
        var model = new EagerModel(1);
        var x = Tensor.Of([1]);
        model.Run(() => Tap("before", x));
        model.Run(() => Repeat(2, x, h => Repeat(2, h, g => Tap("doubled", g * 2))));
        Assert.Equal([2, 4, 8, 16], model.Taps["doubled"].Select(value => value.Item));
        Assert.Equal(["doubled"], model.Taps.Keys);
    }

    [Fact]
    public void A_patch_gets_the_iterations_and_changes_the_value()
    {
        var model = new EagerModel(1);
        model.Patches["x"] = (at, x) => at.SequenceEqual([1, 0]) ? x + 100 : x;
        Assert.Equal(((1 * 2 * 2 * 2) + 100) * 2, model.Run(() => Repeat(2, Tensor.Of([1]), h => Repeat(2, h, g => Patch("x", g * 2)))).Item);
        model.Patches.Clear();
        Assert.Equal(16, model.Run(() => Repeat(2, Tensor.Of([1]), h => Repeat(2, h, g => Patch("x", g * 2)))).Item);
    }

    [Fact]
    public void A_patch_keeps_the_shape()
    {
        var model = new EagerModel(1);
        model.Patches["x"] = (_, x) => Sum(x);
        Assert.Equal("TDSL010", Assert.Throws<ShapeException>(() => model.Run(() => Patch("x", Tensor.Of([1, 2], ("T", 2))))).Id);
    }

    [Fact]
    public void Names_stand_once()
    {
        var model = new EagerModel(1);
        var x = Tensor.Of([1]);
        Assert.Equal("TDSL050", Assert.Throws<ShapeException>(() => model.Run(() => Tap("x", x) + Tap("X", x))).Id);
        Assert.Equal("TDSL050", Assert.Throws<ShapeException>(() => model.Run(() => Repeat(2, x, h => Tap("x", h)) + Repeat(2, x, h => Tap("x", h)))).Id);
        Assert.Equal("TDSL021", Assert.Throws<ShapeException>(() => model.Run(() => Patch("no name", x))).Id);
        Assert.Equal(2, model.Run(() => Tap("x", x) + Patch("x", x)).Item);
    }
}

using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Operations;

public class GradientTests
{
    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (string name in OperationCases.All.Keys)
        {
            for (int shape = 0; shape < OperationCases.Shapes.Length; shape++)
                cases.Add(name, shape);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_operations_gradient_is_that_of_finite_differences(string operation, int shape) =>
        FiniteDifferences.Check(() => OperationCases.All[operation](OperationCases.Shapes[shape]));

    [Fact]
    public void The_cross_entropys_gradient_is_that_of_finite_differences()
    {
        foreach (var (b, t, vocab) in new[] { (1, 1, 1), (1, 5, 7), (3, 2, 4) })
        {
            FiniteDifferences.Check(() =>
                CrossEntropy(Numbers.Parameter("logits", b, t, vocab), Numbers.Tokens("targets", vocab, b, t)));
        }
    }

    [Fact]
    public void A_stopped_gradient_is_zero()
    {
        var model = new EagerModel(1);
        var loss = model.Run(() =>
        {
            var x = Numbers.Parameter("x", 3);
            return Sum(StopGradient(x) * x);
        });
        Assert.Equal(model.Parameters["x"].Values, model.Backward(loss)["x"]);
    }

    [Fact]
    public void Equal_largest_elements_share_the_gradient()
    {
        var model = new EagerModel(new Dictionary<string, double[]> { ["x"] = [2, 1, 2] });
        var loss = model.Run(() => Max(Numbers.Parameter("x", 3), 0));
        Assert.Equal([0.5, 0, 0.5], model.Backward(loss)["x"]);
    }

    [Fact]
    public void Equal_arguments_of_a_maximum_share_the_gradient_and_relu_and_abs_have_none_at_zero()
    {
        var model = new EagerModel(new Dictionary<string, double[]> { ["x"] = [0], ["y"] = [0], ["z"] = [0] });
        var loss = model.Run(() => Maximum(Numbers.Parameter("x"), 0)
            + Relu(Numbers.Parameter("y")) + Abs(Numbers.Parameter("z")));
        var gradients = model.Backward(loss);
        Assert.Equal([0.5], gradients["x"]);
        Assert.Equal([0.0], gradients["y"]);
        Assert.Equal([0.0], gradients["z"]);
    }

    [Fact]
    public void A_parameter_that_the_loss_does_not_depend_on_has_a_gradient_of_zeros()
    {
        var model = new EagerModel(1);
        var loss = model.Run(() =>
        {
            Numbers.Parameter("unused", 2);
            return Sum(Numbers.Parameter("used", 2));
        });
        Assert.Equal([0.0, 0.0], model.Backward(loss)["unused"]);
        Assert.Equal([1.0, 1.0], model.Backward(loss)["used"]);
    }

    [Fact]
    public void Only_a_single_number_is_differentiated()
    {
        var model = new EagerModel(1);
        var x = model.Run(() => Numbers.Parameter("x", 2));
        var error = Assert.Throws<InvalidOperationException>(() => model.Backward(x));
        Assert.Equal("A tensor of shape (2) is not a single number to differentiate.", error.Message);
    }
}

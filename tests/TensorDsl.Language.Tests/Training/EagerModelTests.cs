using TensorDsl.Language.Tests.Support;

namespace TensorDsl.Language.Tests.Training;

public class EagerModelTests
{
    private static readonly Tensor X = Numbers.Tensor("x", 3);

    [Fact]
    public void A_parameters_first_values_depend_on_seed_and_name_alone()
    {
        var model = new EagerModel(seed: 9);
        model.Run(() => Linear(X, 4, init: Normal(0.5)));
        float[] expected = new float[12];
        Normal(0.5).Fill(expected, 9, "linear.weight");
        Assert.Equal(expected.Select(value => (double)value), model.Parameters["linear.weight"].Values);
        Assert.Equal(Normal(0.5), model.Parameters["linear.weight"].Initializer);

        var other = new EagerModel(seed: 10);
        other.Run(() => Linear(X, 4, init: Normal(0.5)));
        Assert.NotEqual(model.Parameters["linear.weight"].Values, other.Parameters["linear.weight"].Values);
    }

    [Fact]
    public void Initialisers_give_what_they_say()
    {
        var model = new EagerModel(seed: 2);
        model.Run(() =>
        {
            Parameter("normal", Normal(3), 100, 100);
            Parameter("uniform", Uniform(2), 100, 100);
            Parameter("zeros", Zeros, 5);
            Parameter("ones", Ones, 5);
            return Parameter("constant", ConstantOf(-0.5), 5);
        });
        double[] Of(string name) => model.Parameters[name].Values;
        Assert.InRange(Of("normal").Average(), -0.1, 0.1);
        Assert.InRange(Math.Sqrt(Of("normal").Average(v => v * v)), 2.9, 3.1);
        Assert.InRange(Of("uniform").Average(), -0.1, 0.1);
        Assert.InRange(Of("uniform").Max(), 1.99, 2);
        Assert.InRange(Of("uniform").Min(), -2, -1.99);
        Assert.All(Of("zeros"), value => Assert.Equal(0, value));
        Assert.All(Of("ones"), value => Assert.Equal(1, value));
        Assert.All(Of("constant"), value => Assert.Equal(-0.5, value));
    }

    [Fact]
    public void Given_values_are_taken_and_copied()
    {
        var given = new Dictionary<string, double[]> { ["w"] = [1, 2] };
        var model = new EagerModel(given);
        Assert.Equal([1.0, 2], model.Run(() => Numbers.Parameter("w", 2)).Values);
        given["w"][0] = 7;
        Assert.Equal([1.0, 2], model.Run(() => Numbers.Parameter("w", 2)).Values);
        Assert.Equal("There is no value for parameter 'v'.",
            Assert.Throws<KeyNotFoundException>(() => model.Run(() => Numbers.Parameter("v", 2))).Message);
        Assert.Equal("(3) has 3 elements, but 2 values are given.",
            Assert.Throws<ArgumentException>(() => new EagerModel(given).Run(() => Numbers.Parameter("w", 3))).Message);
    }

    [Fact]
    public void A_generated_models_parameters_are_taken_over()
    {
        using var parameters = new ParameterSet([new("a", [2], 0, Normal(1)), new("b", [1, 3], 16, Ones)], 32);
        parameters.Initialize(seed: 6);
        var taken = new EagerModel(parameters);
        var drawn = new EagerModel(seed: 6);
        static Tensor Definition() => Numbers.Parameter("a", 2) * Sum(Parameter("b", Ones, 1, 3));
        Assert.Equal(drawn.Run(Definition).Values, taken.Run(Definition).Values);
        Assert.Equal(drawn.Parameters["a"].Values, taken.Parameters["a"].Values);
    }

    [Fact]
    public void A_parameter_keeps_its_shape_from_run_to_run()
    {
        var model = new EagerModel(seed: 1);
        model.Run(() => Numbers.Parameter("w", 2, 3));
        Assert.Equal("Parameter 'w' was (2, 3) and now is (3, 2).",
            Assert.Throws<InvalidOperationException>(() => model.Run(() => Numbers.Parameter("w", 3, 2))).Message);
    }

    [Fact]
    public void A_tensor_shows_its_shape_and_first_elements()
    {
        Assert.Equal("(T = 2, 1) 1.5 -2", Tensor.Of([1.5, -2], ("T", 2), (null, 1)).ToString());
        Assert.Equal("(9) 0 1 2 3 4 5 6 7 …", Tensor.Of([.. Enumerable.Range(0, 9).Select(i => (double)i)], (null, 9)).ToString());
    }
}

using TensorDsl.Cpu;

namespace TensorDsl.Training.Tests;

/// <summary>Groups against one double-precision optimiser per setting, each with the parameters of its group alone.</summary>
public class ParameterGroupTests
{
    private static readonly Initializer Half = new(InitializerKind.Normal, 0.5);

    private static readonly ParameterGroup[] Groups =
    [
        new("layers.0.*", Frozen: true),
        new("layers.*.bias", LearningRate: 0.5f, WeightDecay: 0.2f),
        new("embedding", LearningRate: 3, WeightDecay: 0),
    ];

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(2, 0.7f)]
    public void Ten_steps_follow_the_formula_of_each_group(int workers, float? clip)
    {
        using var team = new Team(workers);
        using var parameters = Set();
        using var gradients = Set();
        parameters.Initialize(1);
        using var optimizer = new AdamW(parameters, gradients, new AdamWOptions(MaxGradientNorm: clip) { Groups = Groups });
        (string[] Names, float Rate, double MatrixDecay, double VectorDecay)[] settings =
        [
            (["layers.1.weight", "layers.2.weight", "head"], 1, 0.1, 0),
            (["layers.1.bias", "layers.2.bias"], 0.5f, 0.2, 0.2),
            (["embedding"], 3, 0, 0),
        ];
        var oracles = settings.Select(setting => Oracle.Of(parameters, setting.Names)).ToArray();
        float[] frozen = [.. parameters["layers.0.weight"], .. parameters["layers.0.bias"]];
        for (ulong step = 1; step <= 10; step++)
        {
            gradients.Initialize(step + 10);
            optimizer.Step(team, 0.003f);
            string[] trained = [.. settings.SelectMany(setting => setting.Names)];
            double norm = Math.Sqrt(trained.Sum(name => gradients[name].ToArray().Sum(g => (double)g * g)));
            Assert.Equal(norm, optimizer.LastGradientNorm, 1e-5 * norm);
            double scale = Math.Min(1, (clip ?? double.PositiveInfinity) / (norm + 1e-6));
            for (int i = 0; i < settings.Length; i++)
                oracles[i].Step(gradients, scale, 0.003f * (double)settings[i].Rate, settings[i].MatrixDecay, settings[i].VectorDecay);
            foreach (var oracle in oracles)
                oracle.AssertClose(parameters, 3e-6);
        }

        Assert.Equal(frozen, (float[])[.. parameters["layers.0.weight"], .. parameters["layers.0.bias"]]);
        Assert.All(optimizer.FirstMoments["layers.0.weight"].ToArray(), moment => Assert.Equal(0, moment));
    }

    [Fact]
    public void A_gradient_of_a_frozen_parameter_may_be_anything()
    {
        using var team = new Team(1);
        using var parameters = Set();
        using var gradients = Set();
        gradients["layers.0.bias"].Fill(float.NaN);
        using var optimizer = new AdamW(parameters, gradients, new AdamWOptions { Groups = Groups });
        optimizer.Step(team, 0.1f);
        Assert.Equal((1, 0), (optimizer.Steps, optimizer.SkippedSteps));
    }

    [Fact]
    public void The_first_group_that_matches_counts()
    {
        using var team = new Team(1);
        using var parameters = Set();
        using var gradients = Set();
        parameters.Values.Fill(1);
        // Gradients of zero leave the decay alone to act: 1 − rate · decay.
        using var optimizer = new AdamW(parameters, gradients, new AdamWOptions
        {
            Groups = [new("emb?dding", 2, 0.5f), new("*.?.bias", WeightDecay: 0.25f), new("*bias", Frozen: true), new("head", Frozen: true)],
        });
        optimizer.Step(team, 0.5f);
        foreach (var (name, expected) in ((string, float)[])[("embedding", 0.5f), ("layers.0.bias", 0.875f), ("layers.2.weight", 0.95f), ("head", 1)])
            Assert.All(parameters[name].ToArray(), value => Assert.Equal(expected, value));
    }

    [Fact]
    public void Nonsense_is_refused_by_name()
    {
        using var parameters = Set();
        void AssertRefused(ParameterGroup group, string message) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => new AdamW(parameters, parameters, new AdamWOptions { Groups = [group] })).Message);
        AssertRefused(new("layer.*"), "No parameter's name matches 'layer.*'; the first is 'embedding'");
        AssertRefused(new("head", -1), "LearningRate of 'head' is -1; it must be 0 or more");
        AssertRefused(new("head", WeightDecay: float.NaN), "WeightDecay of 'head' is NaN");
    }

    /// <summary>Parameters side by side at odd offsets, one longer than a chunk of the norm.</summary>
    private static ParameterSet Set()
    {
        var layout = new List<ParameterInfo>();
        long end = 0;
        Add("embedding", 9, 7);
        end++; // padding
        for (int layer = 0; layer < 3; layer++)
        {
            Add($"layers.{layer}.weight", 61, 71);
            Add($"layers.{layer}.bias", 5);
        }

        Add("head", 3, 11);
        return new ParameterSet(layout, end);

        void Add(string name, params int[] shape)
        {
            layout.Add(new ParameterInfo(name, shape, end, Half));
            end += layout[^1].Count;
        }
    }

    private sealed class Oracle(EagerModel model, string[] names)
    {
        private readonly Dictionary<(double, double), EagerAdamW> _optimizers = [];

        public static Oracle Of(ParameterSet parameters, string[] names)
        {
            var model = new EagerModel(names.ToDictionary(Plain, name => parameters[name].ToArray().Select(v => (double)v).ToArray()));
            model.Run(() =>
            {
                foreach (var info in parameters.Layout.Where(info => names.Contains(info.Name)))
                    _ = Ops.Parameter(Plain(info.Name), Half, [.. info.Shape.Select(size => (Dim)size)]);
                return Tensor.Of([0.0], (null, 1));
            });
            return new Oracle(model, names);
        }

        public void Step(ParameterSet gradients, double scale, double rate, double matrixDecay, double vectorDecay)
        {
            if (!_optimizers.TryGetValue((matrixDecay, vectorDecay), out var optimizer))
                _optimizers[(matrixDecay, vectorDecay)] = optimizer = new EagerAdamW(model, weightDecay: matrixDecay, clip: double.PositiveInfinity);
            // The oracle spares vectors, so their decay is applied before its step, as its own is.
            foreach (var vector in model.Parameters.Values.Where(parameter => !parameter.Decays))
            {
                for (int i = 0; i < vector.Values.Length; i++)
                    vector.Values[i] *= 1 - (rate * vectorDecay);
            }

            optimizer.Step(names.ToDictionary(Plain, name => gradients[name].ToArray().Select(g => g * scale).ToArray()), rate);
        }

        public void AssertClose(ParameterSet actual, double tolerance)
        {
            foreach (string name in names)
            {
                double[] expected = model.Parameters[Plain(name)].Values;
                var values = actual[name];
                for (int i = 0; i < values.Length; i++)
                    Assert.Equal(expected[i], values[i], tolerance);
            }
        }

        // A definition's parameters get the dots of their names from the blocks that they are in; here is none.
        private static string Plain(string name) => name.Replace('.', '_');
    }
}

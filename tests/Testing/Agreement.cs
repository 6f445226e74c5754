using TensorDsl.Training;

namespace TensorDsl.Testing;

/// <summary>
/// Holds a generated model against the eager run of its own definition. A test is one line:
/// <code>
/// Agreement.Check&lt;MyModel&gt;(new { B = 3, T = 5 });
/// </code>
/// Every entry point runs both ways on random inputs; results, losses and the gradient of each loss by every parameter must
/// agree within 1e-4 of each tensor's norm; devices that round operands state a tolerance of their own. The object has a size
/// for each symbol and, if wished, under an input's name what goes in: <c>tokens = 7</c> draws tokens below 7, <c>lengths = (int[])[3, 5]</c> or <c>x = (float[])[…]</c> are the values
/// themselves. Tokens without a bound are drawn below that of the tables that they look up, or else up to the largest size.
/// <see cref="Trains(Type, object, Type?, int, float, string, int)"/> takes optimiser steps and wants the loss to fall.
/// </summary>
/// <remarks>
/// Other test projects take this folder with <c>&lt;Compile Include="../Testing/*.cs" LinkBase="Testing" /&gt;</c>.
/// </remarks>
internal static partial class Agreement
{
    private const double Tolerance = 1e-4;

    // Against all gradients, as a part of the tolerance.
    private const double Rounding = 1e-2;

    /// <summary>Compares all that a model computes with its definition.</summary>
    /// <param name="sizes">The size of each symbol, and bounds or values of inputs: <c>new { B = 3, T = 5 }</c>.</param>
    /// <param name="definition">The class with the definition's methods, if it is not the model itself.</param>
    /// <param name="threads">How many threads the generated code runs on.</param>
    /// <param name="seed">Draws parameters and inputs.</param>
    /// <param name="scatter">Whether parameters are moved off the values that they start from, so that all of them matter.</param>
    /// <param name="device">What it runs on, if not the CPU.</param>
    /// <param name="tolerance">What an error may be, relative to the tensor's norm.</param>
    public static void Check<TModel>(
        object sizes, Type? definition = null, int threads = 2, int seed = 1, bool scatter = true, Device? device = null, double tolerance = Tolerance)
        where TModel : IDisposable => Check(typeof(TModel), sizes, definition, threads, seed, scatter, device, tolerance);

    /// <summary>The same for a model's type.</summary>
    public static void Check(
        Type model, object sizes, Type? definition = null, int threads = 2, int seed = 1, bool scatter = true, Device? device = null,
        double tolerance = Tolerance)
    {
        using var generated = new GeneratedModel(model, threads, (ulong)seed, device);
        if (scatter)
            Scatter(generated.Parameters);
        var values = new InputValues(sizes, definition ?? model, seed);
        var entryPoints = EntryDefinition.AllOf(definition ?? model);
        Assert.NotEmpty(entryPoints);
        foreach (var entry in entryPoints)
            Check(generated, entry, values, tolerance);
    }

    /// <summary>Takes AdamW steps on one random batch and asserts that the loss falls.</summary>
    public static void Trains<TModel>(
        object sizes, Type? definition = null, int steps = 30, float learningRate = 1e-2f, string loss = "Loss", int seed = 1)
        where TModel : IDisposable => Trains(typeof(TModel), sizes, definition, steps, learningRate, loss, seed);

    /// <summary>The same for a model's type.</summary>
    public static void Trains(
        Type model, object sizes, Type? definition = null, int steps = 30, float learningRate = 1e-2f, string loss = "Loss", int seed = 1)
    {
        using var generated = new GeneratedModel(model, 2, (ulong)seed);
        var entry = EntryDefinition.AllOf(definition ?? model).Single(entry => entry.Name == loss);
        var inputs = generated.Draw(entry, new InputValues(sizes, definition ?? model, seed));
        using var optimizer = new AdamW(generated.Parameters, generated.Gradients, new AdamWOptions { WeightDecay = 0 });
        float first = generated.Loss(entry, inputs, gradient: false);
        for (int step = 0; step < steps; step++)
        {
            generated.SeedDropout((ulong)step);
            generated.Loss(entry, inputs, gradient: true);
            optimizer.Step(generated.Team, learningRate);
        }

        float last = generated.Loss(entry, inputs, gradient: false);
        Assert.True(last < first, $"After {steps} steps {loss} of {model.Name} went from {first} to {last}.");
    }

    /// <summary>Makes all parameters matter: gains off 1, biases off 0.</summary>
    public static void Scatter(ParameterSet parameters)
    {
        var random = new Random(7);
        foreach (var info in parameters.Layout)
        {
            foreach (ref float value in parameters[info.Name])
                value += (float)(0.2 * (random.NextDouble() - 0.5));
        }
    }

    private static void Check(GeneratedModel generated, EntryDefinition entry, InputValues values, double tolerance)
    {
        double rounding = Rounding * tolerance;
        var inputs = generated.Draw(entry, values);
        var eager = new EagerModel(generated.Parameters);
        var expected = entry.Run(eager, inputs);
        var actual = generated.Run(entry, inputs, [.. expected.Select(tensor => tensor.Values.Count)]);
        for (int i = 0; i < expected.Count; i++)
            Close(expected.Count == 1 ? entry.Name : $"{entry.Name}, result {i}", [.. expected[i].Values], actual[i], tolerance, rounding);
        if (!entry.IsLoss || expected[0].Values.Count != 1)
            return;

        // With a gradient, dropout drops: on both sides the same.
        const ulong Seed = 0x1234_5678_9ABC;
        eager.DropoutSeed = Seed;
        generated.SeedDropout(Seed);
        var expectedLoss = entry.Run(eager, inputs)[0];
        generated.Gradients.Values.Fill(float.NaN);
        float loss = generated.Loss(entry, inputs, gradient: true);
        Close($"{entry.Name} with its gradient", [expectedLoss.Item], [loss], tolerance, rounding);
        var gradients = eager.Backward(expectedLoss);
        double norm = Norm(gradients.Values.SelectMany(gradient => gradient));
        foreach (var info in generated.Parameters.Layout)
        {
            // A parameter of other entry points has the gradient zero.
            double[] gradient = gradients.TryGetValue(info.Name, out double[]? known) ? known : new double[generated.Gradients[info.Name].Length];
            Close($"the gradient of {entry.Name} by {info.Name}", gradient, generated.Gradients[info.Name], tolerance, rounding * norm);
        }
    }

    // Relative to the tensor's own norm, and to rounding against all gradients: some are zero in exact arithmetic.
    private static void Close(string name, double[] expected, ReadOnlySpan<float> actual, double tolerance, double rounding)
    {
        Assert.Equal(expected.Length, actual.Length);
        double[] values = new double[actual.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = expected[i] - actual[i];
        double error = Norm(values);
        double norm = Norm(expected);
        Assert.True(error <= (tolerance * norm) + rounding, $"{name} is off by {error:e2}, its norm is {norm:e2}.");
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}

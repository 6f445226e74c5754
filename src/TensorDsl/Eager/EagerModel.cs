namespace TensorDsl;

/// <summary>
/// Runs definitions eagerly, in double precision, and holds their parameters: the meaning of a definition, and what
/// generated code is tested against.
/// </summary>
/// <example>
/// <code>
/// var model = new EagerModel(seed: 1);
/// var loss = model.Run(() => CrossEntropy(CharGpt.Logits(tokens), targets));
/// var gradients = model.Backward(loss);
/// </code>
/// </example>
public sealed class EagerModel
{
    private readonly Func<string, Initializer, int, double[]> _start;
    private readonly OrderedDictionary<string, EagerParameter> _parameters = [];
    private readonly Dictionary<string, IReadOnlyList<Tensor>> _taps = [];
    private readonly Dictionary<string, List<int[]>> _iterations = [];

    /// <summary>A model whose parameters are drawn when first used, with the values that a generated model draws.</summary>
    public EagerModel(ulong seed) => _start = (name, initializer, count) =>
    {
        float[] values = new float[count];
        initializer.Fill(values, seed, name);
        return [.. values.Select(value => (double)value)];
    };

    /// <summary>A model of given parameters, which are copied.</summary>
    /// <param name="values">Each parameter's values, row-major, by full name.</param>
    public EagerModel(IReadOnlyDictionary<string, double[]> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _start = (name, _, _) => values.TryGetValue(name, out double[]? given)
            ? [.. given]
            : throw new KeyNotFoundException($"There is no value for parameter '{name}'.");
    }

    /// <summary>A model that starts from the parameters of a generated one.</summary>
    public EagerModel(ParameterSet parameters) : this(Copy(parameters))
    {
    }

    /// <summary>The parameters used so far, in the order of their first use.</summary>
    public IReadOnlyDictionary<string, EagerParameter> Parameters => _parameters;

    /// <summary>The seed of dropout; null, as at first, for none, as when a model is evaluated.</summary>
    public ulong? DropoutSeed { get; set; }

    /// <summary>
    /// What each <c>Tap</c> of the last run saw, by name: one value for each iteration of the loops around, in the order of
    /// layers and positions, the innermost loop fastest; a single one outside loops.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> Taps => _taps;

    /// <summary>
    /// What each <c>Patch</c> does to its value, by name; at first none. The function gets the iterations of the loops
    /// around, outermost first, and the value, and returns one of the same shape:
    /// <c>model.Patches["residual"] = (at, x) =&gt; at[0] == 1 ? x + steering : x;</c>
    /// </summary>
    public IDictionary<string, Func<IReadOnlyList<int>, Tensor, Tensor>> Patches { get; } =
        new Dictionary<string, Func<IReadOnlyList<int>, Tensor, Tensor>>();

    /// <summary>Runs a definition; step into it with the debugger to look at every intermediate tensor.</summary>
    /// <typeparam name="T">A tensor, or a tuple of them.</typeparam>
    /// <exception cref="ShapeException">The definition has a mistake.</exception>
    /// <exception cref="KeyNotFoundException">A parameter has no given value.</exception>
    public T Run<T>(Func<T> definition)
    {
        _taps.Clear();
        _iterations.Clear();
        return new Definition(this).Run(definition);
    }

    /// <summary>The gradient of a single number by each parameter used so far.</summary>
    /// <param name="loss">What a definition run in this model returned.</param>
    /// <returns>By full name, laid out as the parameter; zeros where the loss does not depend on it.</returns>
    /// <exception cref="InvalidOperationException">The loss is not a single number.</exception>
    public IReadOnlyDictionary<string, double[]> Backward(Tensor loss)
    {
        var result = new OrderedDictionary<string, double[]>();
        foreach (var parameter in _parameters.Values)
            result[parameter.Name] = new double[parameter.Values.Length];
        foreach (var (tensor, gradient) in Tape.Gradients(loss))
        {
            if (tensor.Parameter is { } name && result.TryGetValue(name, out double[]? sum))
            {
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += gradient[i];
            }
        }

        return result;
    }

    // A scan may run backwards, so what it sees is put in order.
    internal void See(string name, IReadOnlyList<int> iterations, Tensor x)
    {
        if (!_iterations.TryGetValue(name, out var seen))
        {
            _iterations.Add(name, seen = []);
            _taps.Add(name, new List<Tensor>());
        }

        int[] now = [.. iterations];
        int place = seen.FindLastIndex(before => before.AsSpan().SequenceCompareTo(now) < 0) + 1;
        seen.Insert(place, now);
        ((List<Tensor>)_taps[name]).Insert(place, x);
    }

    internal Tensor Parameter(string name, Shape shape, Initializer initializer)
    {
        if (!_parameters.TryGetValue(name, out var parameter))
        {
            parameter = new EagerParameter(name, shape, initializer, _start(name, initializer, shape.Count.Value));
            _parameters.Add(name, parameter);
        }

        if (!parameter.Shape.Equals(shape))
            throw new InvalidOperationException($"Parameter '{name}' was {parameter.Shape} and now is {shape}.");
        return new Tensor(shape, [.. parameter.Values]) { Parameter = name };
    }

    private static Dictionary<string, double[]> Copy(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var values = new Dictionary<string, double[]>();
        foreach (var info in parameters.Layout)
            values[info.Name] = [.. parameters[info.Name].ToArray().Select(value => (double)value)];
        return values;
    }
}

using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.RegularExpressions;
using TensorDsl.Cpu;

namespace TensorDsl.Testing;

/// <summary>Calls a generated model's methods through reflection.</summary>
internal sealed partial class GeneratedModel(Type type, int threads, ulong seed, Device? device = null) : IDisposable
{
    private readonly object _model = (device is null ? Activator.CreateInstance(type, threads, seed) : Activator.CreateInstance(type, device, threads, seed))!;

    public ParameterSet Parameters => (ParameterSet)Property(nameof(Parameters));

    public ParameterSet Gradients => (ParameterSet)Property(nameof(Gradients));

    public Team Team => (Team)Property(nameof(Team));

    /// <summary>Seeds the model's dropout, if it has any.</summary>
    public void SeedDropout(ulong seed)
    {
        if (_model is IDropoutModel dropout)
            dropout.DropoutSeed = seed;
    }

    public void Dispose() => ((IDisposable)_model).Dispose();

    /// <summary>Inputs for an entry point. How many tokens an input may hold is learnt from the model's refusals.</summary>
    public IReadOnlyList<InputValue> Draw(EntryDefinition entry, InputValues values)
    {
        var bounds = new Dictionary<string, int>();
        for (; ; )
        {
            InputValue[] inputs = [.. entry.Inputs.Select(input => values.Draw(input, bounds.TryGetValue(input.Name, out int known) ? known : int.MaxValue))];
            try
            {
                Run(entry, inputs, null);
                return [.. entry.Inputs.Select((input, i) => bounds.ContainsKey(input.Name) ? inputs[i] : values.Draw(input, null))];
            }
            catch (ArgumentException refusal) when (Bound().Match(refusal.Message) is { Success: true } match
                && entry.Inputs.FirstOrDefault(input => IsNamed(refusal.ParamName!, input.Name)) is { } refused && !bounds.ContainsKey(refused.Name))
            {
                bounds.Add(refused.Name, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1);
            }
        }
    }

    /// <summary>
    /// The results of an entry point, given the number of elements of each; a single number is one of one element.
    /// Without lengths nothing more than the checks of the inputs is asked for.
    /// </summary>
    public IReadOnlyList<float[]> Run(EntryDefinition entry, IReadOnlyList<InputValue> inputs, int[]? lengths)
    {
        var method = Method(entry.Name, entry);
        int spans = method.GetParameters().Count(parameter => parameter.ParameterType == typeof(Span<float>));
        float[][] results = [.. Enumerable.Range(0, spans).Select(i => new float[lengths?[i] ?? 0])];
        try
        {
            object? value = Call(method, entry, inputs, results);
            return value is float number ? [[number]] : results;
        }
        catch (ArgumentException wrong) when (lengths is null && wrong.Message.StartsWith("The span holds 0 values", StringComparison.Ordinal))
        {
            return [];
        }
    }

    /// <summary>A loss, with its gradient where that is wanted.</summary>
    public float Loss(EntryDefinition entry, IReadOnlyList<InputValue> inputs, bool gradient)
    {
        string name = !gradient ? entry.Name : entry.Name == "Loss" ? "Backward" : $"Backward{entry.Name}";
        return (float)Call(Method(name, entry), entry, inputs, [])!;
    }

    private MethodInfo Method(string name, EntryDefinition entry) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance).SingleOrDefault(method => method.Name == name && method.GetParameters().All(parameter => !parameter.ParameterType.IsNested))
        ?? throw new MissingMethodException($"{type.Name} has no method {name} for {entry.Name}.");

    // Spans cannot be boxed, so arrays go through a compiled call that turns them into spans.
    private object? Call(MethodInfo method, EntryDefinition entry, IReadOnlyList<InputValue> inputs, float[][] results)
    {
        var sizes = entry.Inputs.Zip(inputs).SelectMany(pair => pair.First.Axes.Select(axis => axis.Split('=')[0].Trim().TrimEnd('\'')).Zip(pair.Second.Axes))
            .DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second.Size);
        var parameters = method.GetParameters();
        int result = 0;
        var arguments = parameters.Select((parameter, i) =>
        {
            object value = i < inputs.Count ? inputs[i].Tokens ?? (object)inputs[i].Numbers!
                : parameter.ParameterType == typeof(int) ? sizes.First(size => IsNamed(parameter.Name!, size.Key)).Value
                : results[result++];
            return (Expression)Expression.Convert(Expression.Constant(value), parameter.ParameterType);
        }).ToList();
        var call = Expression.Call(Expression.Constant(_model), method, arguments);
        return method.ReturnType == typeof(void)
            ? Empty(Expression.Lambda<Action>(call).Compile())
            : Expression.Lambda<Func<float>>(call).Compile()();
    }

    private static object? Empty(Action call)
    {
        call();
        return null;
    }

    // Generated variables start small, and are called otherwise where that name is taken.
    private static bool IsNamed(string parameter, string name) =>
        parameter.Equals(name, StringComparison.OrdinalIgnoreCase)
        || parameter.Equals("size" + name, StringComparison.OrdinalIgnoreCase)
        || parameter.Equals("the" + name, StringComparison.OrdinalIgnoreCase);

    private object Property(string name) => type.GetProperty(name)!.GetValue(_model)!;

    [GeneratedRegex("is not in 0 … ([0-9]+)")]
    private static partial Regex Bound();
}

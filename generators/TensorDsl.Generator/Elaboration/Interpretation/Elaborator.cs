using TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>Makes a definition program's graph by running it over symbolic tensors.</summary>
internal static class Elaborator
{
    /// <summary>
    /// The graph, or the first mistake that running the program comes upon; with dropout only where a gradient will be
    /// taken, with taps and patches only those of the entry point <paramref name="looking"/>.
    /// </summary>
    public static (ModelGraph? Graph, EquatableArray<DiagnosticInfo> Diagnostics) Elaborate(
        DefinitionProgram program, CancellationToken cancellation = default, bool isTraining = false, string? looking = null)
    {
        try
        {
            return (Run(program, cancellation, isTraining, looking), default);
        }
        catch (DefinitionException mistake)
        {
            return (null, EquatableArray.Of(mistake.Diagnostic));
        }
        catch (Exception exception) when (exception is BrokenDefinitionException or FormatException)
        {
            // Text where a number belongs, for example, is the compiler's to report.
            return (null, default);
        }
    }

    private static ModelGraph Run(DefinitionProgram program, CancellationToken cancellation, bool isTraining, string? looking)
    {
        var interpreter = new Interpreter(program, cancellation);
        var inputs = new Dictionary<Input, object>();
        var builder = new Definition().Builder;

        // What is looked into runs first, so that it shares nothing that another one ran without looking.
        foreach (var entry in program.EntryPoints.OrderBy(entry => entry.Name == looking ? 0 : 1))
        {
            // Each entry point names its parameters from the start, as each run of the eager engine does.
            var definition = new Definition { Builder = builder, IsTraining = isTraining, IsLooking = entry.Name == looking };
            definition.Run(() =>
            {
                object?[] arguments = [.. entry.Inputs.Select(input => Open(inputs, input, entry.Location))];
                Add(builder.Graph, entry, arguments, interpreter.Run(entry.Method, arguments, entry.Location), definition.Bounds);
                return 0;
            });
        }

        return builder.Graph;
    }

    private static void Add(ModelGraph graph, EntryPoint entryPoint, object?[] arguments, object? result, IReadOnlyDictionary<string, int> bounds)
    {
        bool single = entryPoint.Elements.Count == 0;
        object?[] results = single ? [result] : result is TupleValue tuple ? tuple.Items : [];
        var entry = new Entry(
            entryPoint.Name,
            [.. arguments.Select(argument => (InputNode)(argument is Tokens tokens ? tokens.Node : ((Tensor)argument!).Node))],
            single ? [entryPoint.Name] : [.. entryPoint.Elements],
            bounds);
        if (results.Length != entry.Outputs.Count || !results.All(item => item is Tensor))
            throw new BrokenDefinitionException();
        graph.Entries.Add(entry);
        for (int i = 0; i < results.Length; i++)
            graph.Outputs[entry.KeyOf(entry.Outputs[i])] = ((Tensor)results[i]!).Node;
    }

    // Inputs of one name and shape are one input of the model, whichever entry points take them.
    private static object Open(Dictionary<Input, object> inputs, Input input, int location)
    {
        if (!inputs.TryGetValue(input, out object? known))
        {
            var shape = new Shape(input.Axes.Select(axis => new Axis(axis.Name, axis.Symbol is { } symbol ? Dim.Symbol(symbol) : axis.Size!.Value)));
            if (!Sizes.IsCountable(shape))
                throw Mistakes.Explain(ShapeException.TooLarge($"The input '{input.Name}'", shape), location);
            inputs[input] = known = input.IsTokens ? Symbolic.TokensInput(input.Name, shape) : Symbolic.NumbersInput(input.Name, shape);
        }

        return known;
    }
}

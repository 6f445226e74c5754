using TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>Makes a definition program's graph by running it over symbolic tensors.</summary>
internal static class Elaborator
{
    /// <summary>The graph, or the first mistake that running the program comes upon.</summary>
    public static (ModelGraph? Graph, EquatableArray<DiagnosticInfo> Diagnostics) Elaborate(
        DefinitionProgram program, CancellationToken cancellation = default)
    {
        try
        {
            return (Run(program, cancellation), default);
        }
        catch (DefinitionException mistake)
        {
            return (null, EquatableArray.Of(mistake.Diagnostic));
        }
        catch (BrokenDefinitionException)
        {
            return (null, default);
        }
    }

    private static ModelGraph Run(DefinitionProgram program, CancellationToken cancellation)
    {
        var interpreter = new Interpreter(program, cancellation);
        var inputs = new Dictionary<Input, object>();
        var outputs = new List<(string, Tensor)>();
        var builder = new Definition().Builder;
        var definition = new Definition { Builder = builder };
        foreach (var entry in program.EntryPoints)
        {
            // Each entry point names its parameters from the start, as each run of the eager engine does.
            definition = new Definition { Builder = builder };
            object? result = definition.Run(() =>
            {
                object?[] arguments = [.. entry.Inputs.Select(input => Open(inputs, input, entry))];
                return interpreter.Run(entry.Method, arguments, entry.Location);
            });
            outputs.Add((entry.Name, result as Tensor ?? throw new BrokenDefinitionException()));
        }

        return Symbolic.Finish(definition, outputs);
    }

    // Inputs of one name and shape are one input of the model, whichever entry points take them.
    private static object Open(Dictionary<Input, object> inputs, Input input, EntryPoint entry)
    {
        if (!inputs.TryGetValue(input, out object? known))
        {
            if (!input.IsTokens)
                throw DefinitionException.At(entry.Location, "TDSL003", $"the Tensor input '{input.Name}'; only Tokens can be handed in yet");
            var shape = new Shape(input.Axes.Select(axis => new Axis(axis.Name, axis.Size is { } size ? size : Dim.Symbol(axis.Name))));
            inputs[input] = known = Symbolic.TokensInput(input.Name, shape);
        }

        return known;
    }
}

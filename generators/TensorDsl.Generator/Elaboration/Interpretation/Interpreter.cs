using System.Runtime.CompilerServices;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>Runs a definition program over symbolic tensors, under the current <see cref="Definition"/>.</summary>
internal sealed partial class Interpreter(DefinitionProgram program, CancellationToken cancellation)
{
    private const int MaximumSteps = 4_000_000;
    private const int MaximumDepth = 100;
    private const int MaximumOperations = 5_000;

    private readonly EntryResults _entryResults = new(program);

    private int _steps;
    private int _depth;
    private object? _returned;

    /// <summary>Runs a method of the definition.</summary>
    /// <exception cref="DefinitionException">The definition is wrong.</exception>
    /// <exception cref="BrokenDefinitionException">The C# is wrong.</exception>
    public object? Run(int method, object?[] arguments, int location)
    {
        if (_entryResults.TryGet(method, arguments, out object? known))
            return known;
        var definition = program.Methods[method];
        var before = Definition.Current.Names.Save();
        var (result, bounds) = Definition.Current.Bounded(() => Invoke(definition.Name, definition.Parameters, definition.Body, null, arguments, location));
        _entryResults.Add(method, arguments, result, before, bounds);
        return result;
    }

    // A lambda has no name.
    private object? Invoke(
        string? name, EquatableArray<int> parameters, Statement body, Frame? outer, object?[] arguments, int location)
    {
        if (_depth >= MaximumDepth)
            throw DefinitionException.At(location, "TDSL005", name is null ? "This lambda" : $"'{name}'");
        Limit(location);
        if (arguments.Length != parameters.Count)
            throw new BrokenDefinitionException();
        var frame = new Frame(outer);
        for (int i = 0; i < arguments.Length; i++)
            frame.Declare(parameters[i], arguments[i]);

        _depth++;
        try
        {
            object? result = Execute(body, frame) == Flow.Return ? _returned : null;
            _returned = null;
            return result;
        }
        catch (DefinitionException mistake)
        {
            if (name is null)
                mistake.Path.LeaveLambda();
            else
                mistake.Path.LeaveMethod(name, location);
            throw;
        }
        finally
        {
            _depth--;
        }
    }

    // Loops and calls are what may not end.
    private void Limit(int location)
    {
        if (_steps > MaximumSteps)
            throw DefinitionException.At(location, "TDSL007", FormattableString.Invariant($"it takes more than {MaximumSteps} steps"));
    }

    private void Step(int location)
    {
        cancellation.ThrowIfCancellationRequested();
        _steps++;
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
        }
        catch (InsufficientExecutionStackException)
        {
            throw DefinitionException.At(location, "TDSL007", "it is nested too deeply");
        }
    }
}

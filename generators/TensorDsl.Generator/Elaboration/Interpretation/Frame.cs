namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>The variables of one scope, inside those of the scopes around it.</summary>
internal sealed class Frame(Frame? outer)
{
    // The run of a loop's body that the scope is in.
    private readonly object? _body = Definition.Current.Body;

    private Dictionary<int, object?>? _values;

    public void Declare(int slot, object? value) => (_values ??= [])[slot] = value;

    /// <exception cref="BrokenDefinitionException">The variable has no value yet.</exception>
    public object? Get(int slot)
    {
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (frame._values is { } values && values.TryGetValue(slot, out object? value))
                return value is Unassigned ? throw new BrokenDefinitionException() : value;
        }

        throw new BrokenDefinitionException();
    }

    /// <summary>Assigns to the nearest variable of that slot.</summary>
    /// <returns>Whether it may be: not where the loop's body that runs is another one than that of the variable.</returns>
    public bool TrySet(int slot, object? value)
    {
        var frame = this;
        while (frame is not null && frame._values?.ContainsKey(slot) != true)
            frame = frame.Outer;
        frame ??= this;
        if (frame._body != Definition.Current.Body)
            return false;
        frame.Declare(slot, value);
        return true;
    }

    private Frame? Outer => outer;

    /// <summary>What a variable holds before its first assignment.</summary>
    public sealed class Unassigned
    {
        public static Unassigned Value { get; } = new();
    }
}

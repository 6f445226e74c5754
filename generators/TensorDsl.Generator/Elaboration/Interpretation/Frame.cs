namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>The variables of one scope, inside those of the scopes around it.</summary>
internal sealed class Frame(Frame? outer)
{
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
    public void Set(int slot, object? value)
    {
        var frame = this;
        while (frame is not null && frame._values?.ContainsKey(slot) != true)
            frame = frame.Outer;
        (frame ?? this).Declare(slot, value);
    }

    private Frame? Outer => outer;

    /// <summary>What a variable holds before its first assignment.</summary>
    public sealed class Unassigned
    {
        public static Unassigned Value { get; } = new();
    }
}

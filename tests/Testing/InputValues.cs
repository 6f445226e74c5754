using System.Globalization;
using System.Reflection;

namespace TensorDsl.Testing;

/// <summary>What goes into an input, row-major: whole numbers for tokens, else floats.</summary>
internal sealed record InputValue((string? Name, int Size)[] Axes, int[]? Tokens, float[]? Numbers)
{
    /// <summary>As the eager engine takes it.</summary>
    public object ToEager() => Tokens is not null
        ? TensorDsl.Tokens.Of(Tokens, Axes)
        : Tensor.Of([.. Numbers!.Select(value => (double)value)], Axes);
}

/// <summary>Draws inputs, given an object with sizes, bounds and values by name.</summary>
internal sealed class InputValues(object given, Type definition, int seed)
{
    private readonly Dictionary<string, object> _given = given.GetType().GetProperties()
        .ToDictionary(property => property.Name, property => property.GetValue(given)!);

    private readonly Random _random = new(seed);

    /// <summary>The size of a symbol.</summary>
    public int SizeOf(string symbol) => _given.TryGetValue(symbol, out object? size)
        ? (int)size
        : throw new ArgumentException($"There is no size for {symbol}.");

    /// <summary>What goes into an input, whose tokens are below <paramref name="bound"/> unless it is said otherwise.</summary>
    public InputValue Draw(InputDefinition input, int? bound)
    {
        var axes = input.Axes.Select(Axis).ToArray();
        int count = axes.Aggregate(1, (product, axis) => product * axis.Size);
        _given.TryGetValue(input.Name, out object? said);
        if (!input.IsTokens)
            return new(axes, null, said as float[] ?? [.. Enumerable.Range(0, count).Select(_ => (float)((_random.NextDouble() * 3) - 1.5))]);
        int below = said as int? ?? bound ?? _given.Values.OfType<int>().Max() + 1;
        return new(axes, said as int[] ?? [.. Enumerable.Range(0, count).Select(_ => _random.Next(below))], null);
    }

    // "T", "F = 16" or "F = Width": a number, a constant of the class, or else a symbol; "T'" has the size of "T".
    private (string? Name, int Size) Axis(string text)
    {
        string[] parts = text.Split('=', StringSplitOptions.TrimEntries);
        string size = parts[^1].TrimEnd('\'');
        if (int.TryParse(size, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number))
            return (parts[0], number);
        var constant = definition.GetField(size, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        return (parts[0], constant is { IsLiteral: true } ? (int)constant.GetRawConstantValue()! : SizeOf(size));
    }
}

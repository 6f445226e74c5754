using System.CommandLine;
using System.Globalization;

namespace TensorDsl.Examples.Commands;

/// <summary>Options whose values are checked while they are read, each with a message of one line.</summary>
internal static class Options
{
    /// <summary>A whole number of at least <paramref name="min"/>.</summary>
    public static Option<long> Whole(string name, string description, long min, long? standard, long max = long.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = standard is { } value ? _ => value : null,
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= min && number <= max)
                return number;
            result.AddError($"{name} takes a whole number {(max == long.MaxValue ? $"of {min} or more" : $"from {min} to {max}")}, not '{text}'.");
            return default;
        },
    };

    /// <summary>A finite number of at least <paramref name="min"/>.</summary>
    public static Option<double> Real(string name, string description, double min, double standard, double max = double.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "X",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= min && number <= max)
                return number;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number {(max == double.MaxValue ? $"of {min} or more" : $"from {min} to {max}")}, not '{text}'."));
            return default;
        },
    };

    /// <summary>A path that is not empty.</summary>
    public static Option<string?> FilePath(string name, string description, string helpName, string? standard = null) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = standard is null ? null : _ => standard,
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (string.IsNullOrWhiteSpace(text))
                result.AddError($"{name} takes a path, not nothing.");
            return text;
        },
    };

    /// <summary>One of some names; the first if it is not given.</summary>
    public static Option<string> OneOf(string name, string description, params string[] names) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', names),
        DefaultValueFactory = _ => names[0],
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (!names.Contains(text))
                result.AddError($"{name} is {string.Join(", ", names[..^1])} or {names[^1]}, not '{text}'.");
            return text;
        },
    };

    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    public static Option<string?> Out(string standard) => FilePath("--out", "The folder of the checkpoint.", "DIR", standard);

    /// <summary>Whether the option was written on the command line.</summary>
    public static bool IsGiven(this ParseResult line, Option option) => line.GetResult(option) is { Implicit: false };
}

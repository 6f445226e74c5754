using TensorDsl.Examples.Commands;

namespace TranslateExample.Models;

/// <summary>The forms of the translator, by name.</summary>
internal static class Forms
{
    /// <summary>The form without <c>--form</c>.</summary>
    public const string Standard = "small";

    /// <summary>Makes the model of a form.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static ITranslator Create(string form, Hardware hardware, ulong seed) => form switch
    {
        "small" => new SmallTranslator(hardware.Device, hardware.Threads, seed),
        "base" => new BaseTranslator(hardware.Device, hardware.Threads, seed),
        _ => throw new UsageException($"--form is small or base, not '{form}'."),
    };

    /// <summary>The form that a checkpoint's model is of; the standard one where it is of none.</summary>
    public static string Of(string model) => model == nameof(BaseTranslator) ? "base" : Standard;
}

using TensorDsl.Examples.Commands;

namespace TranslateExample.Models;

/// <summary>The forms of the translator, by name.</summary>
internal static class Forms
{
    /// <summary>The form without <c>--form</c>.</summary>
    public const string Standard = "small";

    /// <summary>The form of Vaswani et al. (2017).</summary>
    public const string Base = "base";

    /// <summary>Makes the model of a form.</summary>
    public static ITranslator Create(string form, Hardware hardware, ulong seed) => form switch
    {
        Standard => new SmallTranslator(hardware.Device, hardware.Threads, seed),
        Base => new BaseTranslator(hardware.Device, hardware.Threads, seed),
        _ => throw new ArgumentException($"There is no form '{form}'.", nameof(form)),
    };

    /// <summary>The form that a checkpoint's model is of; the standard one where it is of none.</summary>
    public static string Of(string model) => model == nameof(BaseTranslator) ? Base : Standard;
}

using Microsoft.CodeAnalysis;

namespace TensorDsl.Generator.Diagnostics;

/// <summary>Every diagnostic that the generator can report; <c>docs/diagnostics</c> has a page for each.</summary>
internal static class Descriptors
{
    public static DiagnosticDescriptor ModelClass { get; } = Error(
        "TDSL001", "A model is a partial class of its own", "The model '{0}' cannot be completed: {1}");

    public static DiagnosticDescriptor NoEntryPoint { get; } = Error(
        "TDSL002", "A model has an entry point",
        "The model '{0}' has no entry point: a static method that returns a Tensor and whose parameters carry [Axes]");

    public static DiagnosticDescriptor Unsupported { get; } = Error(
        "TDSL003", "Unsupported construct", "A model's definition cannot use {0}");

    public static DiagnosticDescriptor NotConstant { get; } = Error(
        "TDSL004", "A constant is needed", "A constant is needed here: {0}");

    public static DiagnosticDescriptor Recursion { get; } = Error(
        "TDSL005", "A definition cannot call itself", "'{0}' calls itself; layers that repeat are written with Repeat");

    public static DiagnosticDescriptor EntryPointForm { get; } = Error(
        "TDSL006", "An entry point's form", "The entry point '{0}' {1}");

    public static DiagnosticDescriptor Evaluation { get; } = Error(
        "TDSL007", "A definition that cannot be evaluated", "This cannot be evaluated: {0}");

    public static DiagnosticDescriptor ShapeMismatch { get; } = Error("TDSL010", "Shapes do not fit together", "{0}");

    public static DiagnosticDescriptor ContractionMismatch { get; } = Error("TDSL011", "A contraction over unequal axes", "{0}");

    public static DiagnosticDescriptor UnknownAxis { get; } = Error("TDSL012", "Unknown axis", "{0}");

    public static DiagnosticDescriptor NotPositive { get; } = Error("TDSL013", "A size must be positive", "{0}");

    public static DiagnosticDescriptor ContractionText { get; } = Error("TDSL014", "Malformed contraction", "{0}");

    public static DiagnosticDescriptor Reshape { get; } = Error("TDSL015", "A reshape keeps the number of elements", "{0}");

    public static DiagnosticDescriptor NameCollision { get; } = Error("TDSL016", "Parameter names are unique", "{0}");

    public static DiagnosticDescriptor Internal { get; } = Error(
        "TDSL099", "Internal error", "The generator failed on '{0}', which is a mistake of its own: {1}");

    // Below the properties, because static members are initialised in this order.
    private static readonly Dictionary<string, DiagnosticDescriptor> All = new DiagnosticDescriptor[]
    {
        ModelClass, NoEntryPoint, Unsupported, NotConstant, Recursion, EntryPointForm, Evaluation,
        ShapeMismatch, ContractionMismatch, UnknownAxis, NotPositive, ContractionText, Reshape, NameCollision, Internal,
    }.ToDictionary(descriptor => descriptor.Id);

    /// <summary>Every id.</summary>
    public static IEnumerable<string> Ids => All.Keys;

    /// <summary>The descriptor of that id.</summary>
    public static DiagnosticDescriptor Get(string id) => All[id];

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "TensorDsl", DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: $"docs/diagnostics/{id}.md");
}

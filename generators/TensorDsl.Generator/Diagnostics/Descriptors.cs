using Microsoft.CodeAnalysis;

namespace TensorDsl.Generator.Diagnostics;

/// <summary>Every diagnostic that the generator can report; <c>docs/diagnostics</c> has a page for each.</summary>
internal static class Descriptors
{
    private const string Category = "TensorDsl";
    private const string Pages = "docs/diagnostics/";

    public static readonly DiagnosticDescriptor ModelClass = new(
        "TDSL001", "A model is a partial class of its own",
        "The model '{0}' cannot be completed: {1}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL001.md");

    public static readonly DiagnosticDescriptor NoEntryPoint = new(
        "TDSL002", "A model has an entry point",
        "The model '{0}' has no entry point: a static method that returns a Tensor and whose parameters carry [Axes]",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL002.md");

    public static readonly DiagnosticDescriptor Unsupported = new(
        "TDSL003", "Unsupported construct",
        "A model's definition cannot use {0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL003.md");

    public static readonly DiagnosticDescriptor NotConstant = new(
        "TDSL004", "A constant is needed",
        "A constant is needed here: {0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL004.md");

    public static readonly DiagnosticDescriptor Recursion = new(
        "TDSL005", "A definition cannot call itself",
        "{0} calls itself; layers that repeat are written with Repeat",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL005.md");

    public static readonly DiagnosticDescriptor EntryPointForm = new(
        "TDSL006", "An entry point's form",
        "The entry point '{0}' {1}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL006.md");

    public static readonly DiagnosticDescriptor Evaluation = new(
        "TDSL007", "A definition that cannot be evaluated",
        "This cannot be evaluated: {0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL007.md");

    public static readonly DiagnosticDescriptor LoopAssignment = new(
        "TDSL008", "A loop's body changes nothing outside it",
        "The body of a loop stands for all its iterations and cannot assign to what is declared outside it: {0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL008.md");

    public static readonly DiagnosticDescriptor UnsafeCode = new(
        "TDSL009", "A model's project allows pointers",
        "The code that is generated for '{0}' uses pointers: add <AllowUnsafeBlocks>true</AllowUnsafeBlocks> to the project file",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL009.md");

    public static readonly DiagnosticDescriptor ShapeMismatch = new(
        "TDSL010", "Shapes do not fit together",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL010.md");

    public static readonly DiagnosticDescriptor ContractionMismatch = new(
        "TDSL011", "A contraction over unequal axes",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL011.md");

    public static readonly DiagnosticDescriptor UnknownAxis = new(
        "TDSL012", "Unknown axis",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL012.md");

    public static readonly DiagnosticDescriptor NotPositive = new(
        "TDSL013", "A size must be positive",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL013.md");

    public static readonly DiagnosticDescriptor ContractionText = new(
        "TDSL014", "Malformed contraction",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL014.md");

    public static readonly DiagnosticDescriptor Reshape = new(
        "TDSL015", "A reshape keeps the number of elements",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL015.md");

    public static readonly DiagnosticDescriptor NameCollision = new(
        "TDSL016", "Parameter names are unique",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL016.md");

    public static readonly DiagnosticDescriptor NotConstantSize = new(
        "TDSL017", "A size must be constant",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL017.md");

    public static readonly DiagnosticDescriptor LoopShape = new(
        "TDSL018", "A loop's body keeps the shape",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL018.md");

    public static readonly DiagnosticDescriptor AxisOrder = new(
        "TDSL019", "A transposition names each axis once",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL019.md");

    public static readonly DiagnosticDescriptor RepeatedAxis = new(
        "TDSL020", "Axis names are unique",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL020.md");

    public static readonly DiagnosticDescriptor InvalidName = new(
        "TDSL021", "A name is made of letters and digits",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL021.md");

    public static readonly DiagnosticDescriptor Slice = new(
        "TDSL022", "A slice lies within its axis",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL022.md");

    public static readonly DiagnosticDescriptor Rank = new(
        "TDSL023", "An operand has the wrong number of axes",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL023.md");

    public static readonly DiagnosticDescriptor TooLarge = new(
        "TDSL024", "A tensor has at most 2³¹ − 1 elements",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL024.md");

    public static readonly DiagnosticDescriptor MaskShape = new(
        "TDSL030", "A mask fits the scores",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL030.md");

    public static readonly DiagnosticDescriptor HeadGroups = new(
        "TDSL031", "The heads of keys divide those of queries",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL031.md");

    public static readonly DiagnosticDescriptor Patch = new(
        "TDSL032", "A patch divides the image",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL032.md");

    public static readonly DiagnosticDescriptor FamilyOption = new(
        "TDSL033", "An option that the family has no use for",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL033.md");

    public static readonly DiagnosticDescriptor TableCount = new(
        "TDSL034", "A table has a number for each element",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL034.md");

    public static readonly DiagnosticDescriptor SharedParameter = new(
        "TDSL035", "Places that share a parameter agree about it",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL035.md");

    public static readonly DiagnosticDescriptor TrainingMemory = new(
        "TDSL040", "Training takes more memory than it may",
        "The model cannot be trained within MaxTrainingBytes: {0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL040.md");

    public static readonly DiagnosticDescriptor LookName = new(
        "TDSL050", "A tap has a name of its own",
        "{0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL050.md");

    public static readonly DiagnosticDescriptor NotIncremental = new(
        "TDSL060", "A model cannot be run a few positions at a time",
        "The model '{0}' cannot be run a few positions at a time: {1}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL060.md");

    public static readonly DiagnosticDescriptor NoGradient = new(
        "TDSL061", "A loss is a single number",
        "'{0}' is {1}, not a single number, so that it has no gradient and nothing can be trained by it",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL061.md");

    public static readonly DiagnosticDescriptor Internal = new(
        "TDSL099", "Internal error",
        "The generator failed on '{0}', which is a mistake of its own: {1}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "TDSL099.md");

    // Below the descriptors, because static members are initialised in this order.
    private static readonly Dictionary<string, DiagnosticDescriptor> All = new DiagnosticDescriptor[]
    {
        ModelClass, NoEntryPoint, Unsupported, NotConstant, Recursion, EntryPointForm, Evaluation, LoopAssignment, UnsafeCode,
        ShapeMismatch, ContractionMismatch, UnknownAxis, NotPositive, ContractionText, Reshape, NameCollision,
        NotConstantSize, LoopShape, AxisOrder, RepeatedAxis, InvalidName, Slice, Rank, TooLarge, MaskShape, HeadGroups, Patch, FamilyOption, TableCount, SharedParameter, TrainingMemory, LookName, NotIncremental, NoGradient, Internal,
    }.ToDictionary(descriptor => descriptor.Id);

    /// <summary>Every id.</summary>
    public static IEnumerable<string> Ids => All.Keys;

    /// <summary>The descriptor of that id.</summary>
    public static DiagnosticDescriptor Get(string id) => All[id];
}

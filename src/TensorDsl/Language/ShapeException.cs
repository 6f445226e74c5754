namespace TensorDsl;

/// <summary>
/// A definition's mistake about shapes. Run eagerly it is thrown from the guilty operation; read by the compiler it
/// becomes the diagnostic <see cref="Id"/> on the guilty expression. Shapes have the ids TDSL010 to TDSL039, one for
/// each method here, and taps TDSL050; those below belong to the reading of C#.
/// </summary>
public sealed class ShapeException : Exception
{
    private ShapeException(string id, string message) : base(message) => Id = id;

    /// <summary>The diagnostic's id, <c>TDSL010</c> for example; <c>docs/diagnostics</c> has a page for each.</summary>
    public string Id { get; }

    /// <summary>
    /// What is wrong and what would be right, where that is known: the name of an axis and the nearest one that there is, a
    /// contraction and the mended one, <c>left</c>, <c>right</c> or <c>body</c> for an operand and the width that it lacks,
    /// <c>size 0</c> for an axis of the second operand and the size that it should have, <c>axis 1</c> for a place in an
    /// order of axes and the axis that belongs there.
    /// </summary>
    public (string Wrong, string Right)? Repair { get; private init; }

    /// <summary>Two shapes that no broadcasting brings together.</summary>
    public static ShapeException Mismatch(string operation, Shape left, Shape right, string reason) =>
        new("TDSL010", $"{operation} of {left} and {right}: {reason}");

    /// <summary>Two shapes of which one still has the width of merged heads.</summary>
    internal static ShapeException MissingProjection(string operation, Shape left, Shape right, string reason, bool isRight, Dim width) =>
        new("TDSL010", $"{operation} of {left} and {right}: {reason}; a projection back to {width} is missing")
        {
            Repair = width.Written is { } written ? (isRight ? "right" : "left", written) : null,
        };

    /// <summary>A contraction whose operands disagree about the size of a letter.</summary>
    public static ShapeException Contraction(
        string spec, string letter, Axis left, Axis right, Shape a, Shape b, (string Wrong, string Right)? repair = null) =>
        new("TDSL011", $"The contraction \"{spec}\" of {a} and {b} binds '{letter}' to {left} and to {right}") { Repair = repair };

    /// <summary>An axis that the tensor does not have.</summary>
    public static ShapeException UnknownAxis(string axis, Shape shape) =>
        new("TDSL012", $"There is no axis {axis} in {shape}{Meant(axis, shape)}")
        {
            Repair = Nearest(axis, shape) is { } nearest ? (axis, nearest) : null,
        };

    /// <summary>A size that is zero or negative.</summary>
    public static ShapeException NotPositive(string what, Dim size) =>
        new("TDSL013", $"{what} must be positive, but is {size}");

    /// <summary>A contraction that cannot be read.</summary>
    public static ShapeException Specification(string spec, string reason, string? mended = null) =>
        new("TDSL014", $"The contraction \"{spec}\" is malformed: {reason}") { Repair = mended is null ? null : (spec, mended) };

    /// <summary>A reshape that would lose or invent elements.</summary>
    public static ShapeException Reshape(Shape from, string to) =>
        new("TDSL015", $"{from} has {from.Count.Plain} elements and cannot become {to}");

    /// <summary>An axis split into parts that it does not have.</summary>
    internal static ShapeException Split(Shape from, Shape to, Dim size, Dim outer) =>
        new("TDSL015", $"{from} has {from.Count.Plain} elements and cannot become {to}{Parts(size, outer)}");

    /// <summary>Pairs of an odd number of elements.</summary>
    internal static ShapeException Pairs(Dim width, Shape x) =>
        new("TDSL015", $"Rotary turns pairs of numbers, so the width of queries and keys must be even; of {x} it is {width}");

    /// <summary>Two parameters of one name.</summary>
    public static ShapeException NameCollision(string name) =>
        new("TDSL016", $"Two parameters are named '{name}'; one of them needs another name, or each a Block around it");

    /// <summary>A tensor with more elements than can be counted in 32 bits.</summary>
    public static ShapeException TooLarge(string what, Shape shape) =>
        new("TDSL024", FormattableString.Invariant($"{what} {shape} has more than {int.MaxValue} elements, the most that a tensor may have"));

    /// <summary>A parameter of one shape here and another where it is shared.</summary>
    public static ShapeException SharedShape(string name, Shape known, Shape shape) =>
        new("TDSL035", $"The shared parameter '{name}' is {known} in one place and {shape} in this one");

    /// <summary>A parameter that starts in one way here and in another where it is shared.</summary>
    internal static ShapeException SharedInitializer(string name, Initializer known, Initializer init) =>
        new("TDSL035", $"The shared parameter '{name}' starts as {known} in one place and as {init} in this one");

    /// <summary>Layers of which there are more here than where their parameters are shared, or fewer.</summary>
    internal static ShapeException SharedLoop(string name, Dim known, Dim count) =>
        new("TDSL035", $"The layers of the shared loop '{name}' are {known} in one place and {count} in this one");

    /// <summary>Layers that are shared inside a loop and outside it.</summary>
    internal static ShapeException SharedInLoop(string name) => new(
        "TDSL035", $"The loop '{name}' is shared inside another loop, where its layers are written out, and outside, where they are not");

    /// <summary>A size known at run time only, where a constant is needed.</summary>
    public static ShapeException NotConstant(string what, Dim size) =>
        new("TDSL017", $"{what} must be a constant, but is {size}, which is known at run time only{Fixed(size)}");

    /// <summary>A loop whose body changes the shape of what it carries.</summary>
    public static ShapeException Loop(string name, Shape before, Shape after) =>
        new("TDSL018", $"The body of loop '{name}' turns {before} into {after}; it must keep the shape")
        {
            Repair = before.Rank == after.Rank && before.Rank > 0 && before.Axes.Take(before.Rank - 1).SequenceEqual(after.Axes.Take(after.Rank - 1))
                && before[before.Rank - 1].Size.Written is { } width ? ("body", width) : null,
        };

    /// <summary>A transposition that is none.</summary>
    public static ShapeException Order(Shape shape, string order, (string Wrong, string Right)? repair = null) =>
        new("TDSL019", $"A transposition of {shape} names each axis once, but this one has {order}") { Repair = repair };

    /// <summary>Two axes of one name in one tensor.</summary>
    public static ShapeException RepeatedAxis(string name, Shape shape) =>
        new("TDSL020", $"{shape} already has an axis {name}") { Repair = (name, Spelling.Primed(name, shape)) };

    /// <summary>A name that cannot be an identifier in the generated code.</summary>
    public static ShapeException InvalidName(string name) =>
        new("TDSL021", $"'{name}' is no name: use letters, digits and underscores, a letter first")
        {
            Repair = Spelling.Identifier(name) is { } identifier ? (name, identifier) : null,
        };

    /// <summary>Elements wanted that an axis does not have.</summary>
    public static ShapeException Slice(string wanted, Axis present, string? fact = null) =>
        new("TDSL022", $"{wanted} of {present} are wanted{(fact is null ? "" : ", but " + fact)}");

    /// <summary>A tensor with too few or too many axes.</summary>
    public static ShapeException Rank(string what, string expected, Shape actual) =>
        new("TDSL023", $"{what} is {expected}, but here it is {actual}");

    /// <summary>A tap or patch that cannot have its name.</summary>
    public static ShapeException LookName(string kind, string name, bool isReserved) => new("TDSL050", isReserved
        ? $"No {kind} can be called '{name}', since every class has a member of that name"
        : $"The name '{name}' stands for another {kind} already");

    /// <summary>A mask that is not one of the scores that it is used on.</summary>
    public static ShapeException Mask(string what, Shape mask, Shape scores) =>
        new("TDSL030", $"{what} {mask} cannot mask scores {scores} of (…, Heads, queries, keys)");

    /// <summary>Heads of queries that do not divide evenly among the heads of keys.</summary>
    public static ShapeException Heads(Dim queries, Dim keys) =>
        new("TDSL031", $"The heads of queries, {queries}, do not divide evenly among the heads of keys, {keys}");

    /// <summary>A patch that does not divide the image.</summary>
    public static ShapeException Patch(Dim patch, Shape images) =>
        new("TDSL032", $"Patches of side {patch} do not divide images {images} of (…, Height, Width, Channels)");

    /// <summary>A table with more or fewer numbers than its sizes make.</summary>
    public static ShapeException Table(int count, Shape shape) =>
        new("TDSL034", FormattableString.Invariant($"A table {shape} has {shape.Count.Plain} elements, but {count} numbers are given"));

    // What an unknown name may stand for: the size of an axis without a name, or another name misspelt.
    private static string Meant(string axis, Shape shape)
    {
        int place = char.IsLetter(axis.FirstOrDefault()) ? shape.Axes.ToList().FindIndex(a => a.Name is null && a.Size.Written == axis) : -1;
        return place >= 0
            ? FormattableString.Invariant($": {axis} is the size of an axis without a name, which goes by its place, {place}, or gets a name from Rename")
            : Nearest(axis, shape) is { } nearest ? $"; did you mean {nearest}?"
            : "";
    }

    private static string? Nearest(string axis, Shape shape) => Spelling.Nearest(axis, shape.Axes.Select(a => a.Name).OfType<string>());

    // Inputs bring sizes that are known at run time only.
    private static string Fixed(Dim size) => size.Factor == 1 && size.Symbols.All(char.IsLetterOrDigit)
        ? $"; [Axes] makes it constant with \"{size.Symbols} = 16\", or with the name of a constant"
        : "";

    // What the outer size, often the number of heads, makes of the axis.
    private static string Parts(Dim size, Dim outer) => !size.IsConstant || !outer.IsConstant || outer.IsOne ? ""
        : size.Factor % outer.Factor != 0 ? $": {outer} does not divide {size}"
        : FormattableString.Invariant($": each of {outer} parts of {size} has {size.Factor / outer.Factor}");
}

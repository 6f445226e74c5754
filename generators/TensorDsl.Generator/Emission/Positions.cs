using TensorDsl.Generator.Generation;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission;

/// <summary>
/// The sizes that differ from one step of a generation to the next. Kernels read them from the device's memory, so that the
/// launches of all steps are the same; who launches reckons with the most positions that there is room for.
/// </summary>
internal sealed class Positions(TimeSymbols time, IEnumerable<string> symbols)
{
    /// <summary>The variable, and the kernels' field, with their address.</summary>
    public const string Address = "_positions";

    // Their places there.
    private static readonly string[] Places = ["Past", "Seen", "Before"];

    private readonly IReadOnlyList<string> _symbols = [.. new[] { time.Past, time.Seen, time.Before }.Where(symbols.Contains)];

    /// <summary>Whether a symbol is one of them.</summary>
    public bool Are(string symbol) => _symbols.Contains(symbol);

    /// <summary>Whether a size is made of them.</summary>
    public bool AreIn(Dim size) => ((Offset)size).Symbols.Any(Are);

    /// <summary>The members by which a kernel reads them.</summary>
    public string Members => string.Concat(_symbols.Select(symbol =>
        $"private int {Text.Variable(symbol)} => {Address}[Gpu::Positions.{Places[PlaceOf(symbol)]}];\n"));

    /// <summary>
    /// Whether a program's launches are the same for all of them. The runtime's kernels take sizes and places as arguments, and
    /// what lies as one value in the parts of a loop lies as the real sizes want it.
    /// </summary>
    public bool LeaveLaunchesAlone(Plan plan) =>
        !DerivedSizes.Of(plan.Graph).Any(derived => DerivedSizes.Parts(derived).Sum.Symbols.Any(Are))
        && plan.Storage.Values.All(LeaveAlone) && plan.Steps.All(LeaveAlone);

    private int PlaceOf(string symbol) => symbol == time.Past ? 0 : symbol == time.Seen ? 1 : 2;

    private bool LeaveAlone(Storage storage) => storage switch
    {
        Storage.Element element => !AreIn(element.Stride) && !AreIn(element.Whole.Offset),
        Storage.InArena { Buffer: { IsDense: true } buffer } => !AreIn(buffer.Total),
        _ => true,
    };

    private bool LeaveAlone(Step step) => step switch
    {
        LoopStep loop => !AreIn(loop.Loop.Count) && loop.Body.All(LeaveAlone),
        OperationStep { Operation: AttentionNode } => true,
        OperationStep { Operation: AppendNode append } => append.Inputs.All(LeaveAlone),
        OperationStep { Operation: JoinNode join } => join.Inputs.Append(join).All(LeaveAlone) && !join.Places.Any(place => AreIn(place.Start)),
        OperationStep { Operation: var operation } => operation.Inputs.Append(operation).All(LeaveAlone),
        _ => true,
    };

    private bool LeaveAlone(Node node) =>
        View.Of(node) is var view && !AreIn(view.Offset) && !view.Strides.Any(AreIn) && !node.Shape.Axes.Any(axis => AreIn(axis.Size));

    private bool AreIn(Offset sum) => sum.Symbols.Any(Are);
}

using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// What the kernels of attention have in common: a thread has one position of one head, and meets the positions of the other
/// side block by block in shared memory, so that scores never leave the thread (Dao, Fu, Ermon, Rudra, Ré: FlashAttention,
/// 2022). Sums longer than a slice are computed slice by slice, by groups of their own.
/// </summary>
internal abstract class AttentionKernel
{
    /// <summary>The positions of a block.</summary>
    protected const int Block = SharedBlock.Count;

    // A thread's sums are variables; more of them than this would not stay in registers.
    private const int Slice = 64;

    private readonly ViewParameters _parameters;

    protected AttentionKernel(ViewParameters parameters, Node query, Node key, Node value)
    {
        _parameters = parameters;
        (T, S, H) = (query.Shape[1].Size.Plain, key.Shape[1].Size.Plain, query.Shape[2].Size.Plain);
        (DK, DV) = (query.Shape[3].Size.Value, value.Shape[3].Size.Value);
        B = query.Shape[0].Size.Plain;
    }

    /// <summary>How many sequences there are.</summary>
    public Dim B { get; }

    /// <summary>The queries of a head.</summary>
    public Dim T { get; }

    /// <summary>The keys of a head.</summary>
    public Dim S { get; }

    /// <summary>The heads of a sequence.</summary>
    public Dim H { get; }

    /// <summary>The length of a query and of a key.</summary>
    public int DK { get; }

    /// <summary>The length of a value.</summary>
    public int DV { get; }

    /// <summary>The kernel's body, as lines.</summary>
    public string Body { get; private set; } = "";

    /// <summary>What the runtime asks the kernel beside its body: the kernels for tensor cores, and what its kernel for few positions asks.</summary>
    public string Members { get; protected set; } = "";

    /// <summary>What the kernel implements.</summary>
    public abstract string Interface { get; }

    /// <summary>How many positions have a thread.</summary>
    protected abstract Dim Positions { get; }

    /// <summary>The longest sum of a thread.</summary>
    protected abstract int Longest { get; }

    private int Slices => (Longest + Slice - 1) / Slice;

    /// <summary>The launch of the kernel.</summary>
    public string Launch(string kernel) =>
        $"Gpu::AttentionGroups.{Start}(Device, {kernel}, {(IsOnTensorCores ? $"{Text.Of((B * H).Plain)}, {Number(Slices)}" : Text.Of((B * H * Slices).Plain))}, {Text.Of(Positions)});";

    /// <summary>The runtime's method that starts it.</summary>
    protected virtual string Start => "Launch";

    /// <summary>Whether there are kernels for tensor cores.</summary>
    protected virtual bool IsOnTensorCores => false;

    protected abstract void Write(CodeWriter code, int slice);

    /// <summary>Writes the body: where the thread is, then the work, for each slice apart.</summary>
    protected void Write()
    {
        var code = new CodeWriter();
        code.Line($"int _groups = ({Text.Of(Positions)} + Group.DimX - 1) / Group.DimX;");
        code.Line("int _first = Grid.IdxX % _groups * Group.DimX, _mine = _first + Group.IdxX;");
        code.Line($"int _head = Grid.IdxX / _groups{(Slices > 1 ? $" / {Number(Slices)}" : "")};");
        code.Line($"int _batch = _head / {Text.Factor(H)}, _h = _head % {Text.Factor(H)};");
        code.Line($"bool _isMine = _mine < {Text.Of(Positions)};");
        Shared(code);
        for (int slice = 0; slice < Slices; slice++)
        {
            int one = slice;
            if (Slices == 1)
                Write(code, 0);
            else
                code.Block($"if (Grid.IdxX / _groups % {Number(Slices)} == {Number(slice)})", () => Write(code, one));
        }

        Body = code.ToString();
    }

    /// <summary>Allocates what threads share.</summary>
    protected abstract void Shared(CodeWriter code);

    /// <summary>The elements of a sum of this length that a slice has.</summary>
    protected static IEnumerable<int> Part(int length, int slice) => Enumerable.Range(0, length).Where(d => d / Slice == slice);

    /// <summary>The parameter for a tensor's view.</summary>
    public string View(Node node) => _parameters.Pointer(Scheduling.View.Of(node).Base);

    /// <summary>The place of a position's vector.</summary>
    public string At(Node node, string position)
    {
        var view = Scheduling.View.Of(node);
        return $"(_batch * {Text.Factor(view.Strides[0].Plain)}) + ({position} * {Text.Factor(view.Strides[1].Plain)}) + (_h * {Text.Factor(view.Strides[2].Plain)}){Text.Beyond(view.Offset)}";
    }

    /// <summary>Writes the filling of a shared block with vectors of positions from <c>start</c> on.</summary>
    protected void Fill(CodeWriter code, SharedBlock block, Node node, Dim count) => code.Block(
        $"for (int _l = Group.IdxX; _l < {Number(Block * block.Width)}; _l += Group.DimX)", () =>
        {
            code.Line($"int _s = _start + (_l / {Number(block.Width)});");
            code.Line($"{block.Name}[_l] = _s < {Text.Of(count)} ? {View(node)}[{At(node, "_s")} + (_l % {Number(block.Width)})] : 0f;");
        });

    protected static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// What the kernels of attention have in common: a thread has one position of one head, and meets the positions of the other
/// side block by block in shared memory, so that scores never leave the group (Dao, Fu, Ermon, Rudra, Ré: FlashAttention,
/// 2022). Where a position's vectors and sums are too long for a thread's registers, neighbouring threads share it: each multiplies its part of the vectors
/// of a block, and behind a barrier all add up what those parts came to. All kernels of an attention share alike, so that gradients
/// add up the forward pass's scores in the same order: a last bit of large ones is much.
/// </summary>
internal abstract class AttentionKernel
{
    // What a thread has in variables; more than this would not stay in registers, beside what it computes with them.
    private const int Variables = 128;

    // The most threads of a position, and of a group; the most positions of a block; and the floats of a group's shared memory.
    private const int MostThreads = 16, GroupSize = 64, MostPositions = 16, Room = 12 << 10;

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

    /// <summary>How many positions a head has on the side that has threads.</summary>
    protected abstract Dim Positions { get; }

    /// <summary>The positions of a block.</summary>
    protected int Block
    {
        get
        {
            // Two vectors, two numbers for each thread, and two for all.
            int most = MostPositions;
            while (most > 1 && most * (KeyShare.Padded + ValueShare.Padded + (2 * GroupSize) + 2) > Room)
                most /= 2;
            return most;
        }
    }

    /// <summary>A thread's elements of a query or a key.</summary>
    protected VectorShare KeyShare => new(DK, Threads);

    /// <summary>A thread's elements of a value.</summary>
    protected VectorShare ValueShare => new(DV, Threads);

    /// <summary>The positions of a group.</summary>
    protected string Together => Threads == 1 ? "Group.DimX" : $"(Group.DimX / {Number(Threads)})";

    /// <summary>The threads of a position, for the kernel that has most in variables: that of two vectors and their gradients.</summary>
    protected int Threads
    {
        get
        {
            int threads = 1;
            while (threads < MostThreads && 2 * (DK + DV) > Variables * threads)
                threads *= 2;
            return threads;
        }
    }

    /// <summary>The launch of the kernel.</summary>
    public string Launch(string kernel) =>
        $"Gpu::AttentionGroups.{Start}{(IsOnTensorCores ? "ByPrecision" : "")}(Device, {kernel}, {Text.Of((B * H).Plain)}, {Text.Of(Positions)}, {Number(Threads)});";

    /// <summary>The runtime's method that starts it.</summary>
    protected virtual string Start => "Launch";

    /// <summary>Whether there are kernels for tensor cores.</summary>
    protected virtual bool IsOnTensorCores => false;

    /// <summary>Writes what follows after a thread knows its position.</summary>
    protected abstract void Work(CodeWriter code);

    /// <summary>Writes the body: where the thread is, then the work.</summary>
    protected void Write()
    {
        var code = new CodeWriter();
        code.Line($"int _groups = ({Text.Of((Positions * Threads).Plain)} + Group.DimX - 1) / Group.DimX;");
        code.Line(Threads == 1
            ? "int _first = Grid.IdxX % _groups * Group.DimX, _mine = _first + Group.IdxX;"
            : $"int _first = Grid.IdxX % _groups * {Together}, _mine = _first + (Group.IdxX / {Number(Threads)}), {VectorShare.Own} = Group.IdxX % {Number(Threads)} * 4;");
        code.Line("int _head = Grid.IdxX / _groups;");
        code.Line($"int _batch = _head / {Text.Factor(H)}, _h = _head % {Text.Factor(H)};");
        code.Line($"bool _isMine = _mine < {Text.Of(Positions)};");
        Shared(code);
        Work(code);
        Body = code.ToString();
    }

    /// <summary>Allocates what threads share.</summary>
    protected abstract void Shared(CodeWriter code);

    /// <summary>Allocates what the threads of a position tell each other.</summary>
    protected void Share(CodeWriter code, params string[] products)
    {
        foreach (string product in Threads == 1 ? [] : products)
            code.Line($"var {product}Parts = SharedMemory.Allocate<float>({Number(Block * GroupSize)});");
    }

    /// <summary>Writes a loop over vectors <c>_j</c> of a block, with products of own vectors and those of the block.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="loop">The loop's head.</param>
    /// <param name="products">Their names, and what is multiplied; each of another block.</param>
    /// <param name="body">Writes what is done with them.</param>
    protected void Meet(CodeWriter code, string loop, (string Name, OwnVector Own, SharedBlock Block)[] products, Action body)
    {
        if (Threads > 1)
        {
            code.Block(loop, () =>
            {
                foreach (var (name, own, block) in products)
                {
                    block.Declare(code);
                    own.Dot(code, name, block);
                    code.Line($"{name}Parts[(_j * {Number(GroupSize)}) + Group.IdxX] = {name};");
                }
            });
            code.Line("Group.Barrier();");
        }

        code.Block(loop, () =>
        {
            foreach (var (_, _, block) in products)
                block.Declare(code);
            foreach (var (name, own, block) in products)
            {
                if (Threads == 1)
                    own.Dot(code, name, block);
                else
                    Sum(code, name);
            }

            body();
        });
    }

    /// <summary>Writes the storing of a thread's share of a vector.</summary>
    protected void Store(CodeWriter code, Node result, string start, VectorShare share, Func<int, string> value)
    {
        foreach (int i in share.Elements)
        {
            string within = share.Within(i);
            code.Line($"{(within.Length > 0 ? $"if ({within})\n    " : "")}{View(result)}[{start} + {share.Place(i)}] = {value(i)};");
        }
    }

    private void Sum(CodeWriter code, string product)
    {
        string first = $"(_j * {Number(GroupSize)}) + Group.IdxX - ({VectorShare.Own} / 4)";
        code.Line($"float {product} = {product}Parts[{first}];");
        for (int i = 1; i < Threads; i++)
            code.Line($"{product} += {product}Parts[{first} + {Number(i)}];");
    }

    /// <summary>The parameter for a tensor's view.</summary>
    public string View(Node node) => _parameters.Pointer(Scheduling.View.Of(node).Base);

    /// <summary>The place of a position's vector.</summary>
    public string At(Node node, string position)
    {
        var view = Scheduling.View.Of(node);
        return $"(_batch * {Text.Factor(view.Strides[0].Plain)}) + ({position} * {Text.Factor(view.Strides[1].Plain)}) + (_h * {Text.Factor(view.Strides[2].Plain)}){Text.Beyond(view.Offset)}";
    }

    /// <summary>Writes the filling of a shared block with vectors of positions from <c>start</c> on.</summary>
    protected void Fill(CodeWriter code, SharedBlock block, Node node, int width, Dim count) => code.Block(
        $"for (int _l = Group.IdxX; _l < {Number(Block * block.Width)}; _l += Group.DimX)", () =>
        {
            code.Line($"int _s = _start + (_l / {Number(block.Width)});");
            string place = $"_l % {Number(block.Width)}", within = width < block.Width ? $" && {place} < {Number(width)}" : "";
            code.Line($"{block.Name}[_l] = _s < {Text.Of(count)}{within} ? {View(node)}[{At(node, "_s")} + ({place})] : 0f;");
        });

    protected static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

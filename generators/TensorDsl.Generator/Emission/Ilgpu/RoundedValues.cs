using TensorDsl.Generator.Emission.Cpu;
using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;
using Buffer = TensorDsl.Generator.Scheduling.Buffer;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// The values of a program that a device may keep in bfloat16: operands of products both of whose operands lie so that sixteen
/// bytes at a time can be copied. What nothing else reads is then kept in bfloat16 alone. That takes more than few rows in each of these
/// products, and places that are multiples of sixteen bytes; where a program's sizes do not make it so, all its values stay in float32.
/// </summary>
internal sealed class RoundedValues
{
    // The numbers in sixteen bytes.
    private const int Together = 8;

    private readonly Plan _plan;
    private readonly Func<Dim, bool> _isInMemory;
    private readonly HashSet<Buffer> _rounded = [];
    private readonly HashSet<Buffer> _floats = [];
    private readonly HashSet<ContractNode> _products = [];
    private readonly SortedSet<string> _multiples = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _least = new(StringComparer.Ordinal);

    /// <summary>Looks at a program.</summary>
    /// <param name="plan">The program.</param>
    /// <param name="isInMemory">Whether only the device knows a size.</param>
    public RoundedValues(Plan plan, Func<Dim, bool> isInMemory)
    {
        (_plan, _isInMemory) = (plan, isInMemory);
        var steps = Scheduler.Flatten(plan.Steps).ToList();
        var candidates = steps.OfType<ContractStep>().Select(step => Candidate(step.Contract)).OfType<Operands>().ToList();
        foreach (var operands in candidates.Where(operands => !candidates.Any(other => other.HasMoreRowsThan(operands))))
            Add(operands);
        foreach (var step in steps)
        {
            foreach (var read in step.Reads.Where(read => !IsOperand(read, step)))
                _floats.UnionWith(Behind(read));
            foreach (var stored in step.Stored.Where(stored => step is RowStep && step.Members.Any(member => member.Inputs.Contains(stored))))
                _floats.UnionWith(Behind(stored));
        }
    }

    /// <summary>Whether there are any.</summary>
    public bool Any => _rounded.Count > 0;

    /// <summary>What must be true of a program's sizes, as an expression.</summary>
    public string Condition => string.Join(" && ", _least.Select(size => FormattableString.Invariant($"{size.Key} >= {size.Value}"))
        .Concat(_multiples.Select(symbols => FormattableString.Invariant($"{ArenaSections.Product(symbols)} % {Together} == 0"))).DefaultIfEmpty("true"));

    /// <summary>Whether a value that a step stores is one of them.</summary>
    public bool Includes(Node stored) => _plan.Storage[stored] is Storage.InArena place && _rounded.Contains(place.Buffer);

    /// <summary>Whether it is wanted in float32 as well.</summary>
    public bool IsWantedInFloat32(Node stored) => _plan.Storage[stored] is not Storage.InArena place || _floats.Contains(place.Buffer);

    /// <summary>Whether a product reads both operands in bfloat16.</summary>
    public bool Multiplies(ContractNode contract) => _products.Contains(contract);

    private Operands? Candidate(ContractNode contract)
    {
        var product = Product.Of(contract);
        var multiples = new List<string>();
        return TensorTile.Of(product) is not null
            && !new[] { product.M.Size, product.N.Size, product.K.Size }.Concat(product.Batch.Select(axis => axis.Size)).Any(_isInMemory)
            && Lies(product.A, (product.M.Size, product.M.First), (product.K.Size, product.K.First), product.Batch.Select(axis => axis.A), multiples)
            && Lies(product.B, (product.N.Size, product.N.First), (product.K.Size, product.K.Second), product.Batch.Select(axis => axis.B), multiples)
            && Buffers(product.A.Base, multiples) is { } a && Buffers(product.B.Base, multiples) is { } b && a.Count + b.Count > 0
                ? new Operands(contract, product, [.. a, .. b], multiples)
                : null;
    }

    private void Add(Operands operands)
    {
        var product = operands.Product;
        _products.Add(operands.Contract);
        _rounded.UnionWith(operands.Buffers);
        _multiples.UnionWith(operands.Multiples);
        AtLeast(product.M.Size, TensorTile.FewRows + 1);
        AtLeast(product.N.Size, TensorTile.Least);
        AtLeast(product.K.Size, TensorTile.Least);
    }

    private void AtLeast(Dim size, int least)
    {
        if (!size.IsConstant)
            _least[Text.Of(size)] = _least.TryGetValue(Text.Of(size), out int known) ? Math.Max(known, least) : least;
    }

    // The places of sixteen neighbouring bytes: along the axis whose elements are neighbours, and wherever a line of them begins.
    private bool Lies(View operand, (Dim Size, Dim Stride) side, (Dim Size, Dim Stride) depth, IEnumerable<Dim> between, List<string> multiples)
    {
        var (line, other) = depth.Stride.IsOne && !side.Stride.IsOne ? (depth, side) : (side, depth);
        return line.Stride.IsOne && other.Stride.Factor > 0
            && new[] { line.Size, other.Stride }.Concat(between).Concat(operand.Offset.Terms).All(size => Require(size, multiples));
    }

    // The buffers that an operand may lie in, none for a parameter; null where it lies elsewhere.
    private List<Buffer>? Buffers(Node node, List<string> multiples) => _plan.Storage.TryGetValue(node, out var storage) ? storage switch
    {
        Storage.InParameters => [],
        Storage.InArena { Buffer: var buffer } => IsPlaced(buffer, multiples) ? [buffer] : null,
        Storage.Element { Whole: var whole, Stride: var stride } =>
            whole.Offset.Terms.Append(stride).All(size => Require(size, multiples)) && Buffers(whole.Base, multiples) is { Count: > 0 } parts ? parts : null,
        Storage.Carried { Carry: var carry } =>
            Buffers(carry.Init, multiples) is { Count: > 0 } first && Buffers(carry.Next, multiples) is { } next ? [.. first, .. next] : null,
        _ => null,
    } : null;

    private bool IsPlaced(Buffer buffer, List<string> multiples) =>
        (buffer.Symbols.Length == 0 || Require(buffer.Total.WithFactor(1), multiples)) && (!buffer.IsDense || Require(buffer.Size, multiples));

    // Whether a size is a multiple of them; where that is known when the program runs, it is noted down.
    private bool Require(Dim size, List<string> multiples)
    {
        if (_isInMemory(size))
            return false;
        if (size.Factor % Together == 0)
            return true;
        if (!size.IsConstant)
            multiples.Add(size.Symbols);
        return !size.IsConstant;
    }

    private bool IsOperand(Node read, Step step) => step is ContractStep { Contract: var contract } && Multiplies(contract) && contract.Inputs.Contains(read)
        && !step.Members.Any(member => member != contract && member.Inputs.Contains(read));

    private IEnumerable<Buffer> Behind(Node read) => Memory.Behind(read)
        .Select(node => _plan.Storage.TryGetValue(node, out var storage) ? (storage as Storage.InArena)?.Buffer : null).OfType<Buffer>();

    /// <summary>The operands of a product, what they may lie in, and the products of symbols that must be multiples.</summary>
    private sealed record Operands(ContractNode Contract, Product Product, IReadOnlyList<Buffer> Buffers, IReadOnlyList<string> Multiples)
    {
        private bool IsSingle => Product.Batch.Count == 0;

        private IEnumerable<string> Rows => Text.Symbols(Product.M.Size);

        // Such as the logits of last positions beside layers over all: they would keep a program with a long prompt from rounding anything.
        public bool HasMoreRowsThan(Operands other) => IsSingle && other.IsSingle && other.Rows.Any()
            && Rows.Count() > other.Rows.Count() && other.Rows.All(Rows.Contains);
    }
}

using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>Writes the gradients of keys and values: a thread has a key and its value, or its share of both, and meets the queries.</summary>
internal sealed class AttentionKeyGradientKernel : AttentionKernel
{
    private readonly AttentionGradientNode _node;
    private readonly Node _keyResult;
    private readonly Node _valueResult;
    private readonly string _statistics;
    private readonly OwnVector _key;
    private readonly OwnVector _value;

    public AttentionKeyGradientKernel(AttentionGradientNode node, Node keyResult, Node valueResult, ViewParameters parameters)
        : base(parameters, node.Inputs[0], node.Inputs[1], node.Inputs[2])
    {
        (_node, _keyResult, _valueResult) = (node, keyResult, valueResult);
        _key = new OwnVector("_k", View(node.Inputs[1]), "_key", KeyShare);
        _value = new OwnVector("_v", View(node.Inputs[2]), "_value", ValueShare);
        _statistics = parameters.Pointer(node.Inputs[4]);
        Write();
        if (IsOnTensorCores)
            Members = TensorAttention.Members(format => new TensorAttentionKeyGradient(this, node, keyResult, valueResult, _statistics, format));
    }

    private SharedBlock Queries => new("_queries", Block, KeyShare);

    private SharedBlock Gradients => new("_gradients", Block, ValueShare);

    public override string Interface => IsOnTensorCores ? "Gpu::ITensorKernel" : "Gpu::IKernel";

    protected override bool IsOnTensorCores => TensorAttention.IsForGradients(DK, DV);

    protected override Dim Positions => S;

    protected override void Shared(CodeWriter code)
    {
        Queries.Allocate(code);
        Gradients.Allocate(code);
        code.Line($"var _means = SharedMemory.Allocate<float>({Number(Block)});");
        code.Line($"var _logarithms = SharedMemory.Allocate<float>({Number(Block)});");
        Share(code, "_score", "_inner");
    }

    protected override void Work(CodeWriter code)
    {
        var x = _node.Inputs;
        bool isCausal = _node.Mask == AttentionMask.Causal;
        code.Line($"int _key = {At(x[1], "_mine")}, _value = {At(x[2], "_mine")};");
        _key.Read(code, "_isMine");
        _value.Read(code, "_isMine");
        foreach (int d in KeyShare.Elements)
            code.Line($"float _dk{Number(d)} = 0f;");
        foreach (int d in ValueShare.Elements)
            code.Line($"float _dv{Number(d)} = 0f;");
        string from = isCausal ? $"_first / {Number(Block)} * {Number(Block)}" : "0";
        code.Block($"for (int _start = {from}; _start < {Text.Of(T)}; _start += {Number(Block)})", () =>
        {
            Fill(code, Queries, x[0], DK, T);
            Fill(code, Gradients, x[5], DV, T);
            Rows(code);
            code.Line("Group.Barrier();");
            Meet(code, $"for (int _j = {(isCausal ? "_mine > _start ? _mine - _start : 0" : "0")}; _j < {Number(Block)} && _j < {Text.Of(T)} - _start && _isMine; _j++)", [("_score", _key, Queries), ("_inner", _value, Gradients)], () =>
            {
                code.Line($"float _weight = Gpu::Scalar.Exp((_score * {Text.Literal(_node.Scale)}) - _logarithms[_j]);");
                code.Line("float _slope = _weight * (_inner - _means[_j]);");
                Gradients.Each(code, (d, gradient) => $"_dv{Number(d)} += _weight * {gradient};");
                Queries.Each(code, (d, query) => $"_dk{Number(d)} += _slope * {query};");
            });
            code.Line("Group.Barrier();");
        });
        code.Block("if (_isMine)", () =>
        {
            code.Line($"int _keyResult = {At(_keyResult, "_mine")}, _valueResult = {At(_valueResult, "_mine")};");
            Store(code, _keyResult, "_keyResult", KeyShare, d => $"_dk{Number(d)} * {Text.Literal(_node.Scale)}");
            Store(code, _valueResult, "_valueResult", ValueShare, d => $"_dv{Number(d)}");
        });
    }

    // What the block's queries have one of each: the mean of their slopes, and the logarithm of their sum.
    private void Rows(CodeWriter code) => code.Block($"for (int _j = Group.IdxX; _j < {Number(Block)} && _start + _j < {Text.Of(T)}; _j += Group.DimX)", () =>
    {
        var x = _node.Inputs;
        code.Line("int _s = _start + _j;");
        code.Line($"int _output = {At(x[3], "_s")}, _gradient = {At(x[5], "_s")};");
        code.Line($"float _mean = 0f;\nfor (int _d = 0; _d < {Number(DV)}; _d++)\n    _mean += {View(x[3])}[_output + _d] * {View(x[5])}[_gradient + _d];");
        code.Line($"_means[_j] = _mean;\n_logarithms[_j] = {_statistics}[(_head * {Text.Factor(T)}) + _s];");
    });
}

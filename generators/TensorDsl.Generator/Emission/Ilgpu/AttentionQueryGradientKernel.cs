using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>Writes the gradient of queries: a thread has a query and the gradient of its output, or its share of both.</summary>
internal sealed class AttentionQueryGradientKernel : AttentionKernel
{
    private readonly AttentionGradientNode _node;
    private readonly Node _result;
    private readonly string _statistics;
    private readonly OwnVector _query;
    private readonly OwnVector _gradient;

    public AttentionQueryGradientKernel(AttentionGradientNode node, Node result, ViewParameters parameters)
        : base(parameters, node.Inputs[0], node.Inputs[1], node.Inputs[2])
    {
        (_node, _result) = (node, result);
        _query = new OwnVector("_q", View(node.Inputs[0]), "_query", KeyShare);
        _gradient = new OwnVector("_g", View(node.Inputs[5]), "_gradient", ValueShare);
        _statistics = parameters.Pointer(node.Inputs[4]);
        Write();
        if (IsOnTensorCores)
            Members = TensorAttention.Members(format => new TensorAttentionQueryGradient(this, node, result, _statistics, format));
    }

    private SharedBlock Keys => new("_keys", Block, KeyShare);

    private SharedBlock Values => new("_values", Block, ValueShare);

    public override string Interface => IsOnTensorCores ? "Gpu::ITensorKernel" : "Gpu::IKernel";

    protected override bool IsOnTensorCores => TensorAttention.IsForGradients(DK, DV);

    protected override Dim Positions => T;

    protected override void Shared(CodeWriter code)
    {
        Keys.Allocate(code);
        Values.Allocate(code);
        Share(code, "_score", "_inner");
    }

    protected override void Work(CodeWriter code)
    {
        var x = _node.Inputs;
        bool isCausal = _node.Mask == AttentionMask.Causal;
        code.Line($"int _query = {At(x[0], "_mine")}, _output = {At(x[3], "_mine")}, _gradient = {At(x[5], "_mine")};");
        _query.Read(code, "_isMine");
        _gradient.Read(code, "_isMine");
        code.Line("float _mean = 0f, _lse = 0f;");
        code.Block("if (_isMine)", () =>
        {
            code.Line($"_lse = {_statistics}[(_head * {Text.Factor(T)}) + _mine];");
            code.Line($"for (int _d = 0; _d < {Number(DV)}; _d++)\n    _mean += {View(x[3])}[_output + _d] * {View(x[5])}[_gradient + _d];");
        });
        foreach (int d in KeyShare.Elements)
            code.Line($"float _d{Number(d)} = 0f;");
        code.Line($"int _end = {Text.Of(S)};");
        if (isCausal)
            code.Line($"if (_end > _first + {Together})\n    _end = _first + {Together};");
        code.Block($"for (int _start = 0; _start < _end; _start += {Number(Block)})", () =>
        {
            Fill(code, Keys, x[1], DK, S);
            Fill(code, Values, x[2], DV, S);
            code.Line("Group.Barrier();");
            code.Line(isCausal ? "int _seen = _mine + 1 - _start;" : $"int _seen = {Number(Block)};");
            code.Line($"if (_seen > {Text.Of(S)} - _start)\n    _seen = {Text.Of(S)} - _start;");
            Meet(code, $"for (int _j = 0; _j < {Number(Block)} && _j < _seen && _isMine; _j++)", [("_score", _query, Keys), ("_inner", _gradient, Values)], () =>
            {
                code.Line($"float _slope = Gpu::Scalar.Exp((_score * {Text.Literal(_node.Scale)}) - _lse) * (_inner - _mean);");
                Keys.Each(code, (d, key) => $"_d{Number(d)} += _slope * {key};");
            });
            code.Line("Group.Barrier();");
        });
        code.Block("if (_isMine)", () =>
        {
            code.Line($"int _result = {At(_result, "_mine")};");
            Store(code, _result, "_result", KeyShare, d => $"_d{Number(d)} * {Text.Literal(_node.Scale)}");
        });
    }
}

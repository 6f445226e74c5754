using TensorDsl.Generator.Graph;

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Writes the forward pass: a thread has a query, or its share of one, and a running maximum, sum and mean of values. Few queries are the affair of
/// the runtime, whose kernel asks for elements.
/// </summary>
internal sealed class AttentionForwardKernel : AttentionKernel
{
    // The threads of the runtime's largest group.
    private const int LargestGroup = 256;

    private readonly AttentionNode _attention;
    private readonly string _statistics;
    private readonly OwnVector _query;

    public AttentionForwardKernel(AttentionNode attention, AttentionStatisticsNode statistics, ViewParameters parameters)
        : base(parameters, attention.Inputs[0], attention.Inputs[1], attention.Inputs[2])
    {
        _attention = attention;
        _query = new OwnVector("_q", View(attention.Inputs[0]), "_query", KeyShare);
        _statistics = parameters.Pointer(statistics);
        Write();
        Members = Asked() + (IsOnTensorCores ? TensorAttention.Members(format => new TensorAttentionForward(this, attention, _statistics, format)) : "");
    }

    public override string Interface => IsOnTensorCores ? "Gpu::ITensorAttention" : "Gpu::IAttention";

    protected override string Start => "Forward";

    protected override bool IsOnTensorCores => TensorAttention.IsWideEnough(DK, DV);

    /// <summary>The end of the sum that is a query's position among the keys.</summary>
    public string Past => _attention.Past.Factor == 0 ? "" : $" + {Text.Of(_attention.Past)}";

    private SharedBlock Keys => new("_keys", Block, KeyShare);

    private SharedBlock Values => new("_values", Block, ValueShare);

    protected override Dim Positions => T;

    protected override void Shared(CodeWriter code)
    {
        Keys.Allocate(code);
        Values.Allocate(code);
        Share(code, "_score");
    }

    protected override void Work(CodeWriter code)
    {
        var (key, value) = (_attention.Inputs[1], _attention.Inputs[2]);
        bool isCausal = _attention.Mask == AttentionMask.Causal;
        string past = Past;
        code.Line($"int _query = {At(_attention.Inputs[0], "_mine")};");
        _query.Read(code, "_isMine");
        code.Line("float _largest = float.NegativeInfinity, _sum = 0f;");
        foreach (int d in ValueShare.Elements)
            code.Line($"float _o{Number(d)} = 0f;");
        code.Line($"int _end = {Text.Of(S)};");
        if (isCausal)
            code.Line($"if (_end > _first + {Together}{past})\n    _end = _first + {Together}{past};");
        code.Block($"for (int _start = 0; _start < _end; _start += {Number(Block)})", () =>
        {
            Fill(code, Keys, key, DK, S);
            Fill(code, Values, value, DV, S);
            code.Line("Group.Barrier();");
            code.Line(isCausal ? $"int _seen = _mine + 1{past} - _start;" : $"int _seen = {Number(Block)};");
            code.Line($"if (_seen > {Text.Of(S)} - _start)\n    _seen = {Text.Of(S)} - _start;");
            Meet(code, $"for (int _j = 0; _j < {Number(Block)} && _j < _seen && _isMine; _j++)", [("_score", _query, Keys)], () =>
            {
                Values.Declare(code);
                code.Line($"_score *= {Text.Literal(_attention.Scale)};");
                code.Block("if (_score > _largest)", () =>
                {
                    code.Line("float _shrink = Gpu::Scalar.Exp(_largest - _score);");
                    code.Line("_largest = _score;\n_sum *= _shrink;");
                    foreach (int d in ValueShare.Elements)
                        code.Line($"_o{Number(d)} *= _shrink;");
                });
                code.Line("float _weight = Gpu::Scalar.Exp(_score - _largest);");
                code.Line("_sum += _weight;");
                Values.Each(code, (d, element) => $"_o{Number(d)} += _weight * {element};");
            });
            code.Line("Group.Barrier();");
        });
        code.Block("if (_isMine)", () =>
        {
            code.Line("float _factor = _sum == 0f ? 0f : 1f / _sum;");
            code.Line($"int _output = {At(_attention, "_mine")};");
            Store(code, _attention, "_output", ValueShare, d => $"_o{Number(d)} * _factor");
            code.Line($"{(Threads > 1 ? $"if ({VectorShare.Own} == 0)\n    " : "")}{_statistics}[(_head * {Text.Factor(T)}) + _mine] = _sum == 0f ? float.PositiveInfinity : _largest + Gpu::Scalar.Log(_sum);");
        });
    }

    private string Asked()
    {
        var code = new CodeWriter();
        var (query, key, value) = (_attention.Inputs[0], _attention.Inputs[1], _attention.Inputs[2]);
        code.Line($"public int Heads => {Text.Of((B * H).Plain)};\npublic int Queries => {Text.Of(T)};");
        code.Line($"public int KeyWidth => {Number(DK)};\npublic int ValueWidth => {Number(DV)};\npublic float Scale => {Text.Literal(_attention.Scale)};\npublic int Sharers => {Number(Threads)};");
        code.Line($"public ArrayView<float> AllocateQuery() => SharedMemory.Allocate<float>({Number(DK)});");
        code.Line($"public ArrayView<float> AllocateValues() => SharedMemory.Allocate<float>({Number(Math.Max(LargestGroup, DV))});");
        string seen = $"_query + 1{Past}";
        code.Line($"public int Seen(int _query) => {(_attention.Mask == AttentionMask.Causal ? $"{seen} < {Text.Of(S)} ? {seen} : " : "")}{Text.Of(S)};");
        Method(code, "float Query(int _head, int _query, int _element)", $"return {View(query)}[{At(query, "_query")} + _element];");
        Method(code, "float Key(int _head, int _position, int _element)", $"return {View(key)}[{At(key, "_position")} + _element];");
        Method(code, "float Value(int _head, int _position, int _element)", $"return {View(value)}[{At(value, "_position")} + _element];");
        Method(code, "void Keep(int _head, int _query, int _element, float _mean)", $"{View(_attention)}[{At(_attention, "_query")} + _element] = _mean;");
        code.Line($"public void KeepLogarithm(int _head, int _query, float _logarithm) => {_statistics}[(_head * {Text.Factor(T)}) + _query] = _logarithm;");
        return code.ToString();
    }

    private void Method(CodeWriter code, string head, string body) => code.Block($"public {head}", () =>
    {
        code.Line($"int _batch = _head / {Text.Factor(H)}, _h = _head % {Text.Factor(H)};");
        code.Line(body);
    });
}

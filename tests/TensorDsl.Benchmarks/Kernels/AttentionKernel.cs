using System.Diagnostics.CodeAnalysis;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>Causal attention of all heads of one layer.</summary>
internal sealed unsafe class AttentionKernel : Kernel
{
    private readonly AttentionShape _shape;
    private readonly bool _backward;
    private readonly Floats _query, _key, _value, _output, _lse, _queryGradient, _keyGradient, _valueGradient, _outputGradient;

    [SetsRequiredMembers]
    public AttentionKernel(TransformerSizes sizes, bool backward)
    {
        var (heads, dk, dv) = (sizes.Heads, sizes.DK, sizes.DV);
        _shape = new AttentionShape(sizes.B, heads, sizes.T, sizes.T, dk, dv);
        _backward = backward;
        Name = backward ? "attention, gradient" : "attention";
        Shape = $"B {sizes.B}, H {heads}, T {sizes.T}, DK {dk}, DV {dv}";
        Count = sizes.Layers;
        Flops = (backward ? 4.0 : 2.0) * sizes.Tokens * sizes.T * heads * (dk + dv);

        // Forward: q, k, v, output. Backward: these, the output's gradient, and the gradients of q, k, v.
        Bytes = sizeof(float) * (backward ? 2.0 : 1.0) * sizes.Tokens * heads * ((2 * dk) + (2 * dv));
        long keys = (long)Sets * sizes.Tokens * heads * dk;
        long values = (long)Sets * sizes.Tokens * heads * dv;
        (_query, _key, _value, _output) = (new(keys), new(keys), new(values), new(values));
        (_queryGradient, _keyGradient, _valueGradient, _outputGradient) = (new(keys), new(keys), new(values), new(values));
        _lse = new Floats((long)Sets * sizes.Tokens * heads);
    }

    public override void Dispose()
    {
        foreach (var floats in (Floats[])[_query, _key, _value, _output, _lse, _queryGradient, _keyGradient, _valueGradient, _outputGradient])
            floats.Dispose();
    }

    protected override void Run(Team team) => team.Run(new Program
    {
        Backward = _backward,
        Shape = _shape,
        Query = _query.Data,
        Key = _key.Data,
        Value = _value.Data,
        Output = _output.Data,
        Lse = _lse.Data,
        QueryGradient = _queryGradient.Data,
        KeyGradient = _keyGradient.Data,
        ValueGradient = _valueGradient.Data,
        OutputGradient = _outputGradient.Data,
    });

    private struct Program : IProgram
    {
        public bool Backward;
        public AttentionShape Shape;
        public float* Query, Key, Value, Output, Lse, QueryGradient, KeyGradient, ValueGradient, OutputGradient;

        public readonly void Run<V>(Worker w)
            where V : unmanaged, ISimd<V>
        {
            float scale = 1 / MathF.Sqrt(Shape.DK);
            for (int i = 0; i < Sets; i++)
            {
                float* lse = Lse + ((nint)i * Shape.B * Shape.H * Shape.T);
                var (q, k, v, output) = (View(Query, i, Shape.DK), View(Key, i, Shape.DK), View(Value, i, Shape.DV), View(Output, i, Shape.DV));
                if (Backward)
                {
                    Attention.Backward<V, CausalMask>(
                        w, Shape, q, k, v, output, View(OutputGradient, i, Shape.DV), lse,
                        View(QueryGradient, i, Shape.DK), View(KeyGradient, i, Shape.DK), View(ValueGradient, i, Shape.DV), scale, default);
                }
                else
                {
                    Attention.Forward<V, CausalMask>(w, Shape, q, k, v, output, lse, scale, default);
                }

                w.Barrier();
            }
        }

        /// <summary>One data set's (B, T, H, width).</summary>
        private readonly HeadView View(float* data, int set, int width)
        {
            nint row = Shape.H * width;
            return new HeadView(data + (set * Shape.B * Shape.T * row), Shape.T * row, row, width);
        }
    }
}

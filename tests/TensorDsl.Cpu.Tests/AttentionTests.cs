namespace TensorDsl.Cpu.Tests;

/// <summary>Attention and its gradients against double precision.</summary>
public abstract unsafe class AttentionTests<V>
    where V : unmanaged, ISimd<V>
{
    protected AttentionTests() => Spmd.Require<V>();

    public static TheoryData<AttentionShape> Shapes => new()
    {
        new AttentionShape(1, 1, 1, 1, 1, 1),
        new AttentionShape(3, 1, 5, 5, 7, 7),
        new AttentionShape(2, 3, 33, 33, 8, 24),
        new AttentionShape(1, 2, 19, 70, 16, 5),
        new AttentionShape(1, 2, 70, 19, 5, 32),
        new AttentionShape(2, 1, 64, 64, 32, 32),
        new AttentionShape(1, 1, 150, 130, 33, 65),
        new AttentionShape(1, 1, 61, 300, 256, 256),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Unmasked(AttentionShape shape) => Check(shape, default(NoMask));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Causal(AttentionShape shape) => Check(shape, default(CausalMask));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AnyOtherMask(AttentionShape shape) => Check(shape, default(OddMask));

    [Fact]
    public void SeveralBlocksOfColumns() => Check(new AttentionShape(1, 1, 9, 2100, 8, 12), default(NoMask));

    [Theory]
    [InlineData(1, 700, 64)]
    [InlineData(3, 2500, 44)]
    [InlineData(4, 4700, 5)]
    [InlineData(2, 70, 2048)]
    [InlineData(2, 70, 2049)]
    [InlineData(2, 0, 5)]
    public void FewRows(int t, int s, int dv)
    {
        var shape = new AttentionShape(1, 2, t, s, 41, dv);
        Check(shape, default(NoMask));
        Check(shape, default(OddMask));
        Check(shape, new WindowMask(s - t));
        foreach (int past in (int[])[s - t, s / 3, -2])
            Check(shape, new ShiftedCausalMask(past));
    }

    [Fact]
    public void SeveralBlocksOfColumnsUnderAWindow() => Check(new AttentionShape(1, 1, 1300, 1300, 4, 4), new WindowMask(0));

    [Theory]
    [InlineData(700, 700, 0)]
    [InlineData(1100, 1100, 0)]
    [InlineData(40, 1100, 1060)]
    [InlineData(70, 300, 230)]
    [InlineData(300, 270, -30)]
    public void SeveralBlocksOfColumnsUnderACausalMask(int t, int s, int past)
    {
        var shape = new AttentionShape(1, 1, t, s, 7, 5);
        if (past == 0)
            Check(shape, default(CausalMask));
        Check(shape, new ShiftedCausalMask(past));
    }

    [Theory]
    [InlineData(-0.5f)]
    [InlineData(1e-30f)]
    public void AnyScale(float scale)
    {
        Check(new AttentionShape(1, 1, 70, 70, 3, 5), default(CausalMask), scale);
        Check(new AttentionShape(1, 1, 70, 70, 3, 5), default(OddMask), scale);
    }

    // The backward pass takes the forward pass's logarithms, and so must have its scores to the last bit.
    [Theory]
    [InlineData(40, 40)]
    [InlineData(4, 40)]
    [InlineData(3, 300)]
    public void LargeScoresDoNotOverflow(int t, int s)
    {
        Check(new AttentionShape(1, 1, t, s, 8, 8), new ShiftedCausalMask(s - t), 60);
        Check(new AttentionShape(1, 1, t, s, 17, 8), new ShiftedCausalMask(s - t), 30);
    }

    private static void Check<TMask>(AttentionShape shape, TMask mask, float scale = 0)
        where TMask : struct, IMask
    {
        var (b, h, t, s, dk, dv) = shape;
        scale = scale == 0 ? 1 / MathF.Sqrt(dk) : scale;
        var oracle = new AttentionOracle<TMask>(shape, scale, mask);
        float[]? first = null;
        for (int workers = 1; workers <= 3; workers++)
        {
            using var q = new Floats(b * t * h * dk, 1);
            using var k = new Floats(b * s * h * dk, 2);
            using var v = new Floats(b * s * h * dv, 3);
            using var outputGradient = new Floats(b * t * h * dv, 4);
            using var output = new Floats(b * t * h * dv, 5);
            using var lse = new Floats(b * h * t, 6);
            using var dq = new Floats(q.Length, 7);
            using var dkeys = new Floats(k.Length, 8);
            using var dvalues = new Floats(v.Length, 9);
            var (vq, vdq) = (View(q, t, h, dk), View(dq, t, h, dk));
            var (vk, vdk) = (View(k, s, h, dk), View(dkeys, s, h, dk));
            var (vv, vdv) = (View(v, s, h, dv), View(dvalues, s, h, dv));
            var (vo, vdo) = (View(output, t, h, dv), View(outputGradient, t, h, dv));
            nint rows = (nint)lse.Data;
            Spmd.Run(workers, w =>
            {
                // What was there before is no one's business.
                new Span<float>(w.Scratch, Team.ScratchBytes / sizeof(float)).Fill(float.NaN);
                Attention.Forward<V, TMask>(w, shape, vq, vk, vv, vo, (float*)rows, scale, mask);
                w.Barrier();
                Attention.Backward<V, TMask>(w, shape, vq, vk, vv, vo, vdo, (float*)rows, vdq, vdk, vdv, scale, mask);
            });
            if (first == null)
            {
                oracle.Run(q.ToArray(), k.ToArray(), v.ToArray(), outputGradient.ToArray());
                Near(oracle.Output, output, "output");
                Near(oracle.Lse, lse, "lse");
                Near(oracle.QueryGradient, dq, "query gradient");
                Near(oracle.KeyGradient, dkeys, "key gradient");
                Near(oracle.ValueGradient, dvalues, "value gradient");
            }

            float[] all = [.. output.Span, .. lse.Span, .. dq.Span, .. dkeys.Span, .. dvalues.Span];
            Assert.Equal(first ??= all, all);
        }
    }

    private static HeadView View(Floats data, int rows, int heads, int width) =>
        new(data.Data, rows * heads * width, heads * width, width);

    private static void Near(double[] expected, Floats actual, string what)
    {
        double size = Math.Max(1, expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < expected.Length; i++)
        {
            bool near = expected[i] == actual.Span[i] || Math.Abs(expected[i] - actual.Span[i]) <= 1e-5 * size;
            Assert.True(near, $"{what} {i}: {actual.Span[i]} instead of {expected[i]}");
        }
    }

    /// <summary>Some rows see nothing, some only columns far apart.</summary>
    private readonly struct OddMask : IMask
    {
        public bool Allowed(int t, int s) => t % 3 != 1 && (s * 7) % 5 == t % 5;

        public MaskCover Cover(int t0, int t1, int s0, int s1) => MaskCover.Some;

        public int Leading(int t) => -1;
    }

    /// <summary>The last 300 positions of queries that stand after some keys; whole blocks of columns are unseen on both sides.</summary>
    private readonly struct WindowMask(int past) : IMask
    {
        public bool Allowed(int t, int s) => s <= t + past && s > t + past - 300;

        public MaskCover Cover(int t0, int t1, int s0, int s1)
        {
            (t0, t1) = (t0 + past, t1 + past);
            return s0 >= t1 || s1 - 1 <= t0 - 300 ? MaskCover.None : s1 <= t0 + 1 && s0 > t1 - 301 ? MaskCover.All : MaskCover.Some;
        }

        public int Leading(int t) => -1;
    }
}

public sealed class AttentionF1Tests : AttentionTests<F1>;

public sealed class AttentionF128Tests : AttentionTests<F128>;

public sealed class AttentionF256Tests : AttentionTests<F256>;

public sealed class AttentionF512Tests : AttentionTests<F512>;

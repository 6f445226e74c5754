using System.Globalization;
using System.Text.RegularExpressions;

namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>Every kernel of the test models, and of the runtime, becomes what it should for CUDA.</summary>
public sealed class PtxTests(Ptx ptx) : IClassFixture<Ptx>
{
    private static readonly Type[] Generated =
    [
        .. typeof(PtxTests).Assembly.GetTypes().Where(type => type.Namespace == "TensorDsl.Ilgpu.Generated" && typeof(IKernel).IsAssignableFrom(type)),
    ];

    private static readonly Type[] Runtime =
    [
        typeof(Gather<TokenRows>), typeof(Gather<NumberRows>), typeof(ScatterAdd<TokenRows>), typeof(ScatterAdd<NumberRows>), typeof(Clear),
        typeof(PlaceRuns), typeof(OverlapRuns), typeof(Append), typeof(AppendPositions), typeof(TakeSequences), typeof(SquareSums), typeof(GradientNorm), typeof(AdamWUpdate),
        typeof(RoundingAdamWUpdate), typeof(RoundToBFloat16), typeof(Blend), typeof(Exchange),
    ];

    private static readonly Type[] OnTensorCores =
    [
        .. Generated.Where(kernel => typeof(ITensorKernel).IsAssignableFrom(kernel))
            .SelectMany(kernel => new[] { typeof(Tf32Kernel<>).MakeGenericType(kernel), typeof(BFloat16Kernel<>).MakeGenericType(kernel) }),
    ];

    // Numbers of rows and blocks of weights: all of them for products that were chosen for such tests, for others one each in turn.
    private static readonly Type[] OfFewRows =
    [
        .. Generated.Where(kernel => typeof(IProduct).IsAssignableFrom(kernel)).SelectMany((kernel, index) =>
        {
            Type[] ways =
            [
                .. new[] { typeof(OneRow), typeof(TwiceTheRows<TwiceTheRows<TwiceTheRows<OneRow>>>), typeof(TwiceTheRows<TwiceTheRows<OneRow>>) }.SelectMany(rows =>
                    new[] { typeof(WeightBlock), typeof(BFloat16Block) }.Select(block => typeof(SkinnyProduct<,,>).MakeGenericType(kernel, rows, block))),
            ];
            return kernel.DeclaringType!.Name.EndsWith(nameof(WeightMatrices), StringComparison.Ordinal) ? ways : [ways[index % ways.Length]];
        }),
    ];

    private static readonly Type[] OfFewQueries =
    [
        .. Generated.Where(kernel => typeof(IAttention).IsAssignableFrom(kernel)).Select(kernel => typeof(FewQueries<>).MakeGenericType(kernel)),
    ];

    private static readonly Type[] OfRoundedOperands =
    [
        .. Generated.Where(kernel => typeof(ITensorProduct).IsAssignableFrom(kernel)).Select(kernel => typeof(RoundedKernel<>).MakeGenericType(kernel)),
    ];

    private static readonly Type[] BehindALibrary =
    [
        .. Generated.Where(kernel => typeof(IMatrixProduct).IsAssignableFrom(kernel)).Select(kernel => typeof(ProductEpilogue<>).MakeGenericType(kernel)),
    ];

    private static readonly Type[] Everything = [.. Generated, .. Runtime, .. OnTensorCores, .. OfRoundedOperands, .. BehindALibrary, .. OfFewRows, .. OfFewQueries];

    // What is indexed or not inlined would go through memory, which is a hundred times slower than registers.
    [Fact]
    public void KernelsKeepTheirValuesInRegisters()
    {
        Assert.True(Generated.Length > 50);
        Assert.NotEmpty(OfFewQueries);
        Assert.All(Generated.Concat(Runtime).Concat(OfFewRows).Concat(OfFewQueries), kernel =>
        {
            string text = ptx.Of(kernel);
            Assert.DoesNotContain(".local", text, StringComparison.Ordinal);
            Assert.DoesNotContain("call", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("m16n8k8", "tf32", "cvt.rna.tf32.f32")]
    [InlineData("m16n8k16", "bf16", "cvt.rn.bf16x2.f32")]
    public void LargeProductsAndAttentionMultiplyOnTensorCores(string shape, string type, string round)
    {
        Type[] kernels = [.. OnTensorCores.Where(kernel => kernel.Name.StartsWith(type == "tf32" ? "Tf32" : "BFloat16", StringComparison.Ordinal))];
        Assert.True(kernels.Length > 10);
        Assert.True(kernels.Count(IsAttention) >= 5);
        Assert.All(kernels, kernel =>
        {
            string text = ptx.Of(kernel);
            string multiply = $@"mma\.sync\.aligned\.{shape}\.row\.col\.f32\.{type}\.{type}\.f32 ";
            Assert.Matches(multiply + @"\{(sum|keySum)0, \w+1, \w+2, \w+3\}", text);
            if (IsAttention(kernel))
                Assert.Matches(multiply + @"\{score0, score1, score2, score3\}", text);
            Assert.Contains(round, text, StringComparison.Ordinal);
            Assert.DoesNotContain(".local", text, StringComparison.Ordinal);
            Assert.DoesNotContain("call", text, StringComparison.Ordinal);
            Assert.InRange(SharedBytes(text), 1, 48 << 10);
        });
    }

    // Operands in bfloat16 pass no register on their way to shared memory, and are not rounded again.
    [Fact]
    public void ProductsOfOperandsInBFloat16CopyThem()
    {
        string[] kernels =
        [
            .. OfRoundedOperands.Select(ptx.Of).Where(text => text.Contains("mma.sync", StringComparison.Ordinal)),
        ];
        Assert.True(kernels.Length > 10);
        Assert.All(kernels, text =>
        {
            Assert.Matches(@"cp\.async\.cg\.shared\.global \[copyA0\+0\], \[\s*%rd\d+\], 16, %r\d+;", text);
            Assert.Matches(@"cp\.async\.cg\.shared\.global \[copyB0\+0\], \[\s*%rd\d+\], 16, %r\d+;", text);
            Assert.Matches(@"ldmatrix\.sync\.aligned\.m8n8\.x4(\.trans)?\.shared\.b16 \{a0, a1, a2, a3\}, \[partA0\+0\];", text);
            Assert.Matches(@"ldmatrix\.sync\.aligned\.m8n8\.x[24](\.trans)?\.shared\.b16 \{b0, b1[^}]*\}, \[partB0\+0\];", text);
            Assert.Single(Regex.Matches(text, @"\.shared [^\[]* __shared_alloca0\["));
            Assert.Contains("mov.u32 shared0, __shared_alloca0; add.s32 shared0, shared0, 15; and.b32 shared0, shared0, 0xFFFFFFF0;", text, StringComparison.Ordinal);
            Assert.Matches(@"cp\.async\.wait_group 1;\s+bar\.sync\s+0;", text);
            Assert.Matches(@"cp\.async\.wait_group 0;\s+bar\.sync\s+0;[^$]*mov\.f32\s+%f\d+, sum0;", text);
            Assert.DoesNotMatch(@"cvt\.rn\.bf16|\.local|call|ld\.global\.(u|b|s)16", text);
            Assert.InRange(SharedBytes(text), 1, 48 << 10);
        });
        Assert.Contains(kernels, text => text.Contains("ldmatrix.sync.aligned.m8n8.x4.shared", StringComparison.Ordinal));
        Assert.Contains(kernels, text => text.Contains("ldmatrix.sync.aligned.m8n8.x4.trans.shared", StringComparison.Ordinal));
    }

    // Two words of an operand each time, and each for one or two products.
    [Fact]
    public void AttentionOnTensorCoresLoadsPairs()
    {
        Assert.All(OnTensorCores.Where(IsAttention), kernel =>
        {
            string text = ptx.Of(kernel);
            Assert.Equal(Regex.Count(text, @"mma\.sync"), Regex.Count(text, @"ld\.shared\.v2\.b32"));
            Assert.DoesNotMatch(@"ld\.shared\.(b32|u32)|\.approx", text);
        });
    }

    [Fact]
    public void ProductsAndAttentionLoadFourFloatsAtOnce()
    {
        Type[] kernels = [.. Generated.Where(kernel => kernel.Name.StartsWith("Product", StringComparison.Ordinal))];
        Assert.NotEmpty(kernels);
        Assert.All(kernels, kernel => Assert.Contains("ld.shared.v4.f32", ptx.Of(kernel), StringComparison.Ordinal));
        var attention = Generated.Where(kernel => kernel.DeclaringType!.Name.EndsWith(nameof(WideHeads), StringComparison.Ordinal)
            && kernel.Name.StartsWith("Attention", StringComparison.Ordinal));
        Assert.Equal(3, attention.Count(kernel => ptx.Of(kernel).Contains("ld.shared.v4.f32", StringComparison.Ordinal)));
    }

    // Weights are read by fours, in the loop and, the first ones, before it; rows come from shared memory.
    [Fact]
    public void ProductsOfFewRowsReadFourWeightsAtOnce()
    {
        Type[] kernels = [.. OfFewRows.Where(kernel => kernel.GenericTypeArguments[2] == typeof(WeightBlock) && Product(kernel).Together >= 4)];
        Assert.True(kernels.Length > 20);
        Assert.All(kernels, kernel =>
        {
            string text = ptx.Of(kernel);
            int rows = Rows(kernel.GenericTypeArguments[1]);
            string loop = Loop(text);
            Assert.Equal(8, Regex.Count(text, @"ld\.global\.v4\.f32"));
            Assert.Equal(4, Regex.Count(loop, @"ld\.global\.v4\.f32"));
            Assert.Equal(rows, Regex.Count(loop, @"ld\.shared\.v4\.f32"));
            Assert.Equal(16 * rows, Regex.Count(loop, @"add\.f32"));
            Assert.DoesNotMatch(@"ld\.(global|shared)\.f32|div\.", loop);
            Assert.InRange(SharedBytes(text), 1, 48 << 10);
        });
    }

    // Of a term's columns four are read at once, of a column's terms eight; as many bytes at a time as in float32.
    [Fact]
    public void ProductsOfFewRowsReadWeightsInBFloat16()
    {
        Type[] kernels = [.. OfFewRows.Where(kernel => kernel.GenericTypeArguments[2] == typeof(BFloat16Block) && Product(kernel).Together >= 8)];
        Assert.Contains(kernels, kernel => Product(kernel).IsDeep);
        Assert.Contains(kernels, kernel => !Product(kernel).IsDeep);
        Assert.All(kernels, kernel =>
        {
            string text = ptx.Of(kernel), load = Product(kernel).IsDeep ? "ld.global.v4.b32" : "ld.global.v2.b32";
            int rows = Rows(kernel.GenericTypeArguments[1]), loads = Product(kernel).IsDeep ? 4 : 8;
            string loop = Loop(text, load);
            Assert.Equal(2 * loads, Regex.Count(text, Regex.Escape(load)));
            Assert.Equal(loads, Regex.Count(loop, Regex.Escape(load)));
            Assert.Equal(2 * rows, Regex.Count(loop, @"ld\.shared\.v4\.f32"));
            Assert.Equal(32 * rows, Regex.Count(loop, @"add\.f32"));
            Assert.DoesNotMatch(@"ld\.global\.[bfsu]\d|div\.", loop);
            Assert.InRange(SharedBytes(text), 1, 48 << 10);
        });
    }

    private static int Rows(Type sums) => sums.IsGenericType ? 2 * Rows(sums.GenericTypeArguments[0]) : 1;

    private static IProduct Product(Type kernel) => (IProduct)Activator.CreateInstance(kernel.GenericTypeArguments[0])!;

    private static bool IsAttention(Type kernel) => kernel.GenericTypeArguments[0].Name.StartsWith("Attention", StringComparison.Ordinal);

    // The block that reads weights and multiplies them with rows.
    private static string Loop(string text, string load = "ld.global.v4.f32") => Assert.Single(Regex.Split(text, @"\n\s*L_\d+:"), block =>
        block.Contains(load, StringComparison.Ordinal) && block.Contains("ld.shared.v4.f32", StringComparison.Ordinal));

    // ILGPU moves some loads past a barrier, where another thread may write before them: then a load would follow the barrier at once.
    [Fact]
    public void ReductionsReadTheirResultBeforeAnyoneWrites()
    {
        Type[] kernels = [.. Generated.Where(kernel => kernel.Name.StartsWith("Rows", StringComparison.Ordinal)), .. OfFewQueries, typeof(SquareSums), typeof(GradientNorm)];
        string[] reducing = [.. kernels.Select(ptx.Of).Where(text => text.Contains("bar.sync", StringComparison.Ordinal))];
        Assert.True(reducing.Length > 10);
        Assert.All(reducing, text => Assert.DoesNotMatch(@"bar\.sync\s+0;(?:(?!bar\.sync|st\.shared|L_\d+:)[\s\S])*?ld\.shared", text));
    }

    // What the driver does when a kernel is loaded. Values that find no register would go to local memory.
    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void TheAssemblerTakesEveryKernelAndSpillsNothing(string architecture)
    {
        Assert.SkipWhen(Assembler.Location is null, "NVIDIA's assembler, ptxas of version 12 or later, is not installed.");
        (Type Kernel, string Text)[] kernels = [.. Everything.Select(kernel => (kernel, ptx.Of(kernel)))];
        Assert.Empty(kernels.AsParallel().Select(kernel => (kernel.Kernel, Result: Assembler.Run(kernel.Text, architecture)))
            .Where(kernel => kernel.Result is not { ExitCode: 0, LocalBytes: 0 }));
    }

    // Approximations of these are too rough; a division and a root are rounded right.
    [Fact]
    public void KernelsApproximateNothing()
    {
        Assert.All(Generated.Concat(Runtime).Concat(OfFewQueries), kernel => Assert.DoesNotContain(".approx", ptx.Of(kernel), StringComparison.Ordinal));
    }

    private static int SharedBytes(string text) => Regex.Matches(text, @"\.shared [^\[]*\[(\d+)\]")
        .Sum(allocation => int.Parse(allocation.Groups[1].Value, CultureInfo.InvariantCulture));
}

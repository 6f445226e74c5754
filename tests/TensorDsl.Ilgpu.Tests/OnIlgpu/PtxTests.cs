namespace TensorDsl.Ilgpu.Tests.OnIlgpu;

/// <summary>Every kernel of the test models, and of the runtime, becomes what it should for CUDA.</summary>
public sealed class PtxTests
{
    private static readonly Type[] Generated =
    [
        .. typeof(PtxTests).Assembly.GetTypes().Where(type => type.Namespace == "TensorDsl.Ilgpu.Generated" && typeof(IKernel).IsAssignableFrom(type)),
    ];

    private static readonly Type[] Runtime =
    [
        typeof(Gather<TokenRows>), typeof(Gather<NumberRows>), typeof(ScatterAdd<TokenRows>), typeof(ScatterAdd<NumberRows>), typeof(Clear),
        typeof(PlaceRuns), typeof(OverlapRuns), typeof(Append), typeof(TakeSequences), typeof(SquareSums), typeof(GradientNorm), typeof(AdamWUpdate),
    ];

    // What is indexed or not inlined would go through memory, which is a hundred times slower than registers.
    [Fact]
    public void KernelsKeepTheirValuesInRegisters()
    {
        using var ptx = new Ptx();
        Assert.True(Generated.Length > 50);
        Assert.All(Generated.Concat(Runtime), kernel =>
        {
            string text = ptx.Of(kernel);
            Assert.DoesNotContain(".local", text, StringComparison.Ordinal);
            Assert.DoesNotContain("call", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void ProductsAndAttentionLoadFourFloatsAtOnce()
    {
        using var ptx = new Ptx();
        Type[] kernels = [.. Generated.Where(kernel => kernel.Name.StartsWith("Product", StringComparison.Ordinal))];
        Assert.NotEmpty(kernels);
        Assert.All(kernels, kernel => Assert.Contains("ld.shared.v4.f32", ptx.Of(kernel), StringComparison.Ordinal));
        var attention = Generated.Where(kernel => kernel.DeclaringType!.Name.EndsWith(nameof(WideHeads), StringComparison.Ordinal)
            && kernel.Name.StartsWith("Attention", StringComparison.Ordinal));
        Assert.Equal(3, attention.Count(kernel => ptx.Of(kernel).Contains("ld.shared.v4.f32", StringComparison.Ordinal)));
    }

    // Approximations of these are too rough; a division and a root are rounded right.
    [Fact]
    public void KernelsApproximateNothing()
    {
        using var ptx = new Ptx();
        Assert.All(Generated.Concat(Runtime), kernel => Assert.DoesNotContain(".approx", ptx.Of(kernel), StringComparison.Ordinal));
    }
}

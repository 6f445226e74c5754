using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

public class ShapeTests
{
    [Fact]
    public void A_residual_sum_without_the_projection_says_both_widths()
    {
        GeneratorRun.Of(Sources.Model("""
            var h = Embedding(tokens, Vocab, DModel);
            h += AttentionHeads(LayerNorm(h), Heads, DK, DV, Mask.Causal);
            return Linear(h, Vocab);
            """)).Expect();
    }
}

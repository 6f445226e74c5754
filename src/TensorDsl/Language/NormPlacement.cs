namespace TensorDsl;

/// <summary>Where a layer's residual branch is normalised.</summary>
public enum NormPlacement
{
    /// <summary>What the branch reads: x + f(norm(x)) (Xiong et al.: On Layer Normalization in the Transformer Architecture, 2020).</summary>
    Pre,

    /// <summary>The sum: norm(x + f(x)) (Vaswani et al.: Attention Is All You Need, 2017).</summary>
    Post,
}

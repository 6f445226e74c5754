namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// A block of your own: what <paramref name="body"/> computes, its parameters named under <paramref name="name"/>, as those
    /// of the library's blocks are; a second block of one name in the same place gets a 2.
    /// <code>
    /// static Tensor Convolve(Tensor x) =&gt; Block("convolution", () =&gt;
    ///     Relu(CausalConvolution(x, Parameter("weight", Normal(0.1), 3, Width, Width)) + Parameter("bias", Zeros, Width)));
    /// </code>
    /// </summary>
    /// <param name="name">Letters, digits and underscores, a letter first.</param>
    /// <param name="body">What the block computes.</param>
    /// <exception cref="ShapeException">The name is malformed.</exception>
    public static Tensor Block(string name, Func<Tensor> body)
    {
        if (body is null)
            throw new ArgumentNullException(nameof(body));
        using var scope = Definition.Current.Names.Open(name);
        return body();
    }

    /// <summary>The same for a block with two results, such as an output and a state.</summary>
    /// <param name="name">Letters, digits and underscores, a letter first.</param>
    /// <param name="body">What the block computes.</param>
    /// <exception cref="ShapeException">The name is malformed.</exception>
    public static (Tensor First, Tensor Second) Block(string name, Func<(Tensor First, Tensor Second)> body)
    {
        if (body is null)
            throw new ArgumentNullException(nameof(body));
        using var scope = Definition.Current.Names.Open(name);
        return body();
    }
}

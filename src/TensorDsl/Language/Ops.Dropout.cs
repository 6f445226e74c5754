namespace TensorDsl;

public static partial class Ops
{
    /// <summary>
    /// While training, sets each element to 0 with probability <paramref name="rate"/> and divides the others by 1 − rate;
    /// else leaves x as it is (Srivastava et al.: Dropout, 2014). Only gradient programs (<c>Backward</c>) train; the eager
    /// engine does so while it has a <c>DropoutSeed</c>. Which elements are kept is a hash of the seed, the place in the
    /// definition, the iterations of the loops around and the element's row-major index: the same forward and backward,
    /// on any number of threads, and never stored.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="rate">The share that is dropped: at least 0, less than 1.</param>
    /// <param name="name">Tells the place from others of the definition.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public static Tensor Dropout(Tensor x, double rate, string name = "dropout")
    {
        if (x is null)
            throw new ArgumentNullException(nameof(x));
        if (!(rate >= 0 && rate < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), FormattableString.Invariant($"The rate of dropout must be at least 0 and less than 1, but is {rate}."));
        string place = Definition.Current.Names.Place(name);
        return rate > 0 && Primitives.IsTraining ? x * Primitives.Kept(x.Shape, new DropoutPlace(place, rate)) : x;
    }
}

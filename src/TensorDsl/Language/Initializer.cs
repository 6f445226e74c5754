namespace TensorDsl;

/// <summary>The distribution that a parameter's initial values are drawn from.</summary>
public enum InitializerKind
{
    /// <summary>Every value is <see cref="Initializer.Scale"/>.</summary>
    Constant,

    /// <summary>Normal with mean 0 and standard deviation <see cref="Initializer.Scale"/>.</summary>
    Normal,

    /// <summary>Uniform on ±<see cref="Initializer.Scale"/>.</summary>
    Uniform,
}

/// <summary>How a parameter starts: a distribution and its scale.</summary>
/// <param name="Kind">The distribution.</param>
/// <param name="Scale">The constant, the standard deviation, or the half width.</param>
public readonly record struct Initializer(InitializerKind Kind, double Scale)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Kind}({Scale:R})");
}

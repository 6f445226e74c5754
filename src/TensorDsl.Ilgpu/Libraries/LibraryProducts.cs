using System.Collections.Concurrent;

namespace TensorDsl.Ilgpu;

/// <summary>
/// A device's library, if there is one, and the products that run on it: those of shapes for which it was faster than the
/// device's own kernel when the first one ran. That is decided once, before that one's result is used, because the two round
/// differently. A library that refuses is not asked again: kernels run in its place.
/// </summary>
internal sealed class LibraryProducts : IDisposable
{
    /// <summary>Why a library that was forgone is not asked.</summary>
    public const string Forgone = "The library was forgone.";

    // Each candidate has so many turns, of so many runs behind one that does not count; where runs take milliseconds, one turn will do.
    private const int Turns = 3, Runs = 4;
    private const double Long = 1;

    private readonly Precision _precision;
    private readonly IMatrixLibrary? _library;
    private readonly IDeviceClock? _clock;
    private readonly ConcurrentDictionary<ProductShape, ProductTimes> _measured;
    private readonly Dictionary<ProductShape, ProductTimes> _met = [];
    private string? _obstacle;

    /// <summary>A device that has a library.</summary>
    /// <param name="precision">What products are computed in.</param>
    /// <param name="library">The library, which is released.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="measured">What was measured on devices like this one, so that all of a process choose the same.</param>
    public LibraryProducts(Precision precision, IMatrixLibrary library, IDeviceClock clock, ConcurrentDictionary<ProductShape, ProductTimes>? measured = null) =>
        (_precision, _library, _clock, _measured) = (precision, library, clock, measured ?? []);

    /// <summary>A device that has none.</summary>
    public LibraryProducts(Precision precision, string obstacle) => (_precision, _measured, _obstacle) = (precision, [], obstacle);

    /// <summary>What there is, or why products do not run on it, in a sentence.</summary>
    public string Description => _obstacle
        ?? $"Products run on {_library!.Name} where it was faster: {_met.Values.Count(times => times.IsLibraryFaster)} of {_met.Count} so far.";

    /// <summary>What the products that were met run on.</summary>
    public IReadOnlyList<ProductChoice> Choices => [.. _met.Select(met => met.Value.Choice(met.Key.Kernel, On(met.Value)))];

    /// <summary>Whether a product is the library's; null where that is to be measured.</summary>
    public bool? IsFaster(Type kernel, in MatrixProduct product)
    {
        var shape = ProductShape.Of(kernel, product);
        if (!_met.TryGetValue(shape, out var times))
        {
            bool isPossible = _obstacle is null && Gemm.Of(product) is not null;
            if (isPossible && !_measured.TryGetValue(shape, out times))
                return null;
            _met.Add(shape, times ??= ProductTimes.None(product));
        }

        return _obstacle is null && times.IsLibraryFaster;
    }

    /// <summary>Measures a product on both, each run of which computes the same, and remembers it.</summary>
    /// <param name="kernel">The product's kernel.</param>
    /// <param name="product">The product.</param>
    /// <param name="own">Runs it.</param>
    /// <param name="onLibrary">Has the library compute it, with the maps that follow.</param>
    public void Measure(Type kernel, in MatrixProduct product, Action own, Action onLibrary)
    {
        var (mine, its) = (double.PositiveInfinity, double.PositiveInfinity);
        for (int turn = 0; turn < Turns && _obstacle is null && (turn == 0 || Math.Min(mine, its) <= Long); turn++)
        {
            mine = Math.Min(mine, Turn(own));
            its = Math.Min(its, Turn(onLibrary));
        }

        var shape = ProductShape.Of(kernel, product);
        var times = ProductTimes.None(product) with { Kernel = mine, Library = its };
        _met[shape] = _obstacle is null ? _measured.GetOrAdd(shape, times) : ProductTimes.None(product);
    }

    /// <summary>Asks the library for a product; says whether it took it.</summary>
    public bool Multiply(in MatrixProduct product)
    {
        if (_obstacle is not null || Gemm.Of(product) is not { } gemm)
            return false;
        if (_library!.Multiply(gemm, product.Sizes.IsTiny ? Precision.Float32 : _precision) is { } refusal)
            _obstacle = $"{_library.Name} is not asked any more: {refusal}";
        return _obstacle is null;
    }

    /// <summary>Leaves all products to kernels. What was recorded goes on as it was.</summary>
    public void Forgo() => _obstacle ??= Forgone;

    /// <inheritdoc/>
    public void Dispose() => _library?.Dispose();

    // The first run compiles, and gives the device something to do while it is asked for the others.
    private double Turn(Action run)
    {
        run();
        return _clock!.Time(() =>
        {
            for (int i = 0; i < Runs; i++)
                run();
        }) / Runs;
    }

    private string On(ProductTimes times) => _obstacle is null && times.IsLibraryFaster ? _library!.Name
        : times.Sizes.M <= SkinnyProducts.MostRows ? "kernel for few rows"
        : _precision == Precision.Float32 || times.Sizes.IsTiny ? "portable kernel" : "tensor cores";
}

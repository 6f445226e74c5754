namespace TensorDsl.Ilgpu;

/// <summary>The library of matrix products beside a device's own kernels.</summary>
public abstract partial class GpuDevice
{
    private LibraryProducts? _products;

    /// <summary>Whether large products may run on a library of the device's vendor; and if not, why not.</summary>
    public string MatrixLibrary => Products.Description;

    /// <summary>What the products that have run so far run on, as far as a library could compute them.</summary>
    public IReadOnlyList<ProductChoice> ProductChoices => Products.Choices;

    /// <summary>The library and what was chosen; it is looked for when it is first asked for.</summary>
    internal LibraryProducts Products
    {
        get => _products ??= NewProducts();
        set => _products = value;
    }

    /// <summary>
    /// Leaves all products to the device's own kernels, before models run. What is chosen by measurement may be chosen otherwise
    /// when the program runs again; own kernels give the same bits then.
    /// </summary>
    public void ForgoMatrixLibrary()
    {
        // It is not looked for to be forgone.
        _products ??= new LibraryProducts(Precision, LibraryProducts.Forgone);
        _products.Forgo();
    }

    /// <summary>Looks for the library.</summary>
    private protected virtual LibraryProducts NewProducts() => new(Precision, $"{Name} has no library of matrix products.");

    /// <summary>Releases the library, before the stream that it works on.</summary>
    private protected void ReleaseLibrary() => _products?.Dispose();
}

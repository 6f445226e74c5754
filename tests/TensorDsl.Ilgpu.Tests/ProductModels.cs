namespace TensorDsl.Ilgpu.Tests;

/// <summary>
/// The models by which products are held against double precision, with their sizes: of more than 32 rows, so that tensor cores
/// and libraries round their operands.
/// </summary>
internal static class ProductModels
{
    private static readonly Dictionary<string, (Type Model, object Sizes)> All = new (Type Model, object Sizes)[]
    {
        (typeof(Block), new { B = 5, T = 7 }),
        (typeof(ManyTiles), new { Rows = 131 }),
        (typeof(Repeated), new { B = 1, T = 35, S = 37 }),
        (typeof(Side), new { B = 33 }),
        (typeof(EvenBlock), new { B = 5, T = 8 }),
        (typeof(EvenTiles), new { Rows = 136 }),
        (typeof(EvenRepeated), new { B = 1, T = 40, S = 48 }),
    }.ToDictionary(model => model.Model.Name);

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>Holds a model against the eager engine, within what whole models make of operands that are off by up to 2⁻¹¹ or 2⁻⁹ of themselves.</summary>
    public static void Check(string name, Device device) => Check(All[name].Model, All[name].Sizes, device);

    /// <summary>The same for other sizes.</summary>
    public static void Check(Type model, object sizes, Device device) => Agreement.Check(
        model, sizes, device: device, tolerance: device.Precision switch { Precision.Tf32 => 1e-3, Precision.BFloat16 => 1e-2, _ => 1e-4 });
}

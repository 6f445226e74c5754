using System.Security.Cryptography;

namespace TensorDsl.Generator.Graph;

/// <summary>Numbers known at compile time, which stand in the generated code as data.</summary>
/// <param name="region">The region.</param>
/// <param name="shape">Constant sizes.</param>
/// <param name="values">The numbers, row-major; they never change.</param>
internal sealed class TableNode(Region region, Shape shape, double[] values) : Node(region, shape)
{
    /// <summary>The numbers, row-major.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>The same for the same numbers, and else another: 16 hexadecimal digits.</summary>
    public string Digest { get; } = DigestOf(values);

    public override string Attributes => $"{string.Join(" ", Shape.Axes.Select(axis => $"{axis.Name}:{axis.Size}"))} {Digest}";

    private static string DigestOf(double[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        System.Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        using var hash = SHA256.Create();
        return string.Concat(hash.ComputeHash(bytes).Take(8).Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }
}

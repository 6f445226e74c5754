namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>
/// Addresses as C# expressions: a variable, something in parentheses, or that of an element, <c>&amp;p[i]</c>. For <c>p + i</c> the
/// compiler weighs every operator there is against each other, which takes half of its time for a program.
/// </summary>
internal static class Pointers
{
    /// <summary>The address so many elements behind another.</summary>
    public static string Beyond(string address, string offset) =>
        address[0] == '&' ? $"{address.Substring(0, address.Length - 1)} + {offset}]" : $"&{address}[{offset}]";

    /// <summary>The address behind another by a sum of sizes.</summary>
    public static string Beyond(string address, Offset offset) => offset.Terms.Count > 0 ? Beyond(address, Text.Of(offset)) : address;

    /// <summary>What is at an address.</summary>
    public static string Element(string address) => address[0] == '&' ? address.Substring(1) : $"*{address}";
}

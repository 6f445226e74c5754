namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>
/// The types whose functions a kernel's arithmetic calls: a vector of the program's width <c>V</c>, one lane for what is
/// left of a row, or on a GPU plain numbers, of which each thread has one.
/// </summary>
internal static class Lanes
{
    public const string Vector = "V";
    public const string Tail = "Cpu::F1";
    public const string Thread = "Gpu::Scalar";

    /// <summary>Whether there is one value only.</summary>
    public static bool AreOne(string type) => type != Vector;

    /// <summary>A number in all lanes.</summary>
    public static string Broadcast(string type, string number) => type == Thread ? number : $"{type}.Broadcast({number})";
}

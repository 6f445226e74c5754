namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// A vector that belongs to one thread, such as its query: in variables where it is short, in shared memory, an element of
/// each thread behind the other, where it is longer, and else where it came from.
/// </summary>
/// <param name="name">The name of its variables.</param>
/// <param name="view">Where it comes from.</param>
/// <param name="start">The variable with the place of its first element there.</param>
/// <param name="length">How long it is.</param>
/// <param name="home">Where it is kept.</param>
internal sealed class OwnVector(string name, string view, string start, int length, OwnVector.Home home)
{
    // Variables beyond this spill; what is shared must leave room for the blocks of the other side.
    private const int InVariables = 96;
    private const int Shared = 144;
    private const int Threads = 64;

    internal enum Home
    {
        Variables,
        SharedMemory,
        Source,
    }

    /// <summary>Where vectors of a thread are kept whose lengths come to this.</summary>
    public static Home For(int floats) => floats <= InVariables ? Home.Variables : floats <= Shared ? Home.SharedMemory : Home.Source;

    /// <summary>Writes the allocation, which all threads pass.</summary>
    public void Allocate(CodeWriter code)
    {
        if (home == Home.SharedMemory)
            code.Line($"var {name}s = SharedMemory.Allocate<float>({Number(length * Threads)});");
    }

    /// <summary>Writes the reading of the vector, where <paramref name="condition"/> holds.</summary>
    public void Read(CodeWriter code, string condition)
    {
        if (home == Home.Variables)
        {
            for (int d = 0; d < length; d++)
                code.Line($"float {name}{Number(d)} = {condition} ? {view}[{start} + {Number(d)}] : 0f;");
        }
        else if (home == Home.SharedMemory)
        {
            code.Line($"for (int _d = 0; _d < {Number(length)}; _d++)\n    {name}s[(_d * {Number(Threads)}) + Group.IdxX] = {condition} ? {view}[{start} + _d] : 0f;");
        }
    }

    /// <summary>Writes the product with a vector of a block: <c>float result = Σ …</c>.</summary>
    public void Dot(CodeWriter code, string result, SharedBlock block)
    {
        code.Line($"float {result} = 0f;");
        block.Each(code, Enumerable.Range(0, length), (d, element) => $"{result} += {Element(d)} * {element};");
    }

    private string Element(int d) => home switch
    {
        Home.Variables => $"{name}{Number(d)}",
        Home.SharedMemory => $"{name}s[{Number(d * Threads)} + Group.IdxX]",
        _ => $"{view}[{start} + {Number(d)}]",
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>Vectors in shared memory that all threads of a group read at once, four elements at a time where that goes up.</summary>
/// <param name="name">The name of its variable.</param>
/// <param name="width">The length of a vector.</param>
internal sealed class SharedBlock(string name, int width)
{
    /// <summary>The vectors of a block.</summary>
    public const int Count = 16;

    private const string Part = "XYZW";

    private readonly bool _hasFours = width % 4 == 0;

    /// <summary>The length of a vector.</summary>
    public int Width => width;

    /// <summary>What is written to.</summary>
    public string Name => name;

    /// <summary>Writes the allocation, which all threads pass.</summary>
    public void Allocate(CodeWriter code)
    {
        if (_hasFours)
            code.Line($"var {name}Fours = SharedMemory.Allocate<Gpu::Float4>({Number(Count * width / 4)});\nvar {name} = {name}Fours.Cast<float>();");
        else
            code.Line($"var {name} = SharedMemory.Allocate<float>({Number(Count * width)});");
    }

    /// <summary>Writes the variable that elements are loaded into.</summary>
    public void Declare(CodeWriter code)
    {
        if (_hasFours)
            code.Line($"Gpu::Float4 {name}Four;");
    }

    /// <summary>Writes a statement for each of some elements of the vector <c>_j</c>.</summary>
    public void Each(CodeWriter code, IEnumerable<int> elements, Func<int, string, string> statement)
    {
        int loaded = -1;
        foreach (int d in elements)
        {
            if (!_hasFours)
            {
                code.Line(statement(d, $"{name}[(_j * {Number(width)}) + {Number(d)}]"));
                continue;
            }

            if (d / 4 != loaded)
            {
                loaded = d / 4;
                code.Line($"{name}Four = {name}Fours[(_j * {Number(width / 4)}) + {Number(loaded)}];");
            }

            code.Line(statement(d, $"{name}Four.{Part[d % 4]}"));
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>
/// Vectors in shared memory that all threads of a group read at once, each its share of them, four elements at a time where that goes up.
/// </summary>
/// <param name="name">The name of its variable.</param>
/// <param name="count">The vectors of a block.</param>
/// <param name="share">A thread's elements of a vector.</param>
internal sealed class SharedBlock(string name, int count, VectorShare share)
{
    private const string Part = "XYZW";

    private readonly bool _hasFours = share.Padded % 4 == 0;

    /// <summary>From vector to vector.</summary>
    public int Width => share.Padded;

    /// <summary>What is written to.</summary>
    public string Name => name;

    /// <summary>Writes the allocation, which all threads pass.</summary>
    public void Allocate(CodeWriter code)
    {
        if (_hasFours)
            code.Line($"var {name}Fours = SharedMemory.Allocate<Gpu::Float4>({Number(count * Width / 4)});\nvar {name} = {name}Fours.Cast<float>();");
        else
            code.Line($"var {name} = SharedMemory.Allocate<float>({Number(count * Width)});");
    }

    /// <summary>Writes the variable that elements are loaded into.</summary>
    public void Declare(CodeWriter code)
    {
        if (_hasFours)
            code.Line($"Gpu::Float4 {name}Four;");
    }

    /// <summary>Writes a statement for each of the thread's elements of the vector <c>_j</c>.</summary>
    public void Each(CodeWriter code, Func<int, string, string> statement)
    {
        foreach (int i in share.Elements)
        {
            if (!_hasFours)
            {
                code.Line(statement(i, $"{name}[(_j * {Number(Width)}) + {share.Place(i)}]"));
                continue;
            }

            if (i % 4 == 0)
                code.Line($"{name}Four = {name}Fours[(_j * {Number(Width / 4)}) + {share.Four(i / 4)}];");
            code.Line(statement(i, $"{name}Four.{Part[i % 4]}"));
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

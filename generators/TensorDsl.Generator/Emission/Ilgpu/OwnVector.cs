namespace TensorDsl.Generator.Emission.Ilgpu;

/// <summary>A thread's share of a position's vector, such as of its query, in variables.</summary>
/// <param name="name">The name of its variables.</param>
/// <param name="view">Where it comes from.</param>
/// <param name="start">The variable with the place of its first element there.</param>
/// <param name="share">The thread's elements.</param>
internal sealed class OwnVector(string name, string view, string start, VectorShare share)
{
    /// <summary>Writes the reading of the share, where <paramref name="condition"/> holds.</summary>
    public void Read(CodeWriter code, string condition)
    {
        foreach (int i in share.Elements)
        {
            string within = share.Within(i);
            code.Line($"float {name}{Number(i)} = {condition}{(within.Length > 0 ? $" && {within}" : "")} ? {view}[{start} + {share.Place(i)}] : 0f;");
        }
    }

    /// <summary>Writes the product with the same share of a vector of a block: <c>float result = Σ …</c>.</summary>
    public void Dot(CodeWriter code, string result, SharedBlock block)
    {
        code.Line($"float {result} = 0f;");
        block.Each(code, (i, element) => $"{result} += {name}{Number(i)} * {element};");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

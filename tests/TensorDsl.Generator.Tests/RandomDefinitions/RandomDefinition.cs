using System.Globalization;

namespace TensorDsl.Generator.Tests.RandomDefinitions;

/// <summary>A well-typed model made of statements drawn at random.</summary>
internal sealed record RandomDefinition(IReadOnlyList<Line> Lines, string Result)
{
    /// <summary>The tokens' embedding, which every definition starts from.</summary>
    public const string Start = "x0";

    /// <summary>The definition that belongs to a seed.</summary>
    public static RandomDefinition Draw(int seed) => new Drawing(new Random(seed)).Definition();

    /// <summary>The C# of a model class.</summary>
    public string Source(string name)
    {
        var writer = new System.Text.StringBuilder();
        writer.Append(CultureInfo.InvariantCulture, $$"""
            [Model]
            public sealed partial class {{name}}
            {
                public static Tensor Logits([Axes("B", "T")] Tokens tokens)
                {
                    var {{Start}} = Embedding(tokens, 9, 8, Normal(0.7));

            """);
        Write(writer, Lines, "        ");
        writer.Append(CultureInfo.InvariantCulture, $$"""
                    return Linear({{Result}}, 9, name: "head");
                }
            }

            """);
        return writer.ToString();
    }

    private static void Write(System.Text.StringBuilder writer, IEnumerable<Line> lines, string indent)
    {
        foreach (var line in lines)
        {
            object[] operands = [.. line.Operands];
            string expression = operands.Aggregate(
                (Text: line.Template, Place: 0),
                (filled, operand) => (filled.Text.Replace($"{{{filled.Place}}}", (string)operand, StringComparison.Ordinal), filled.Place + 1)).Text;
            if (line.Body is null)
            {
                writer.Append(CultureInfo.InvariantCulture, $"{indent}var {line.Name} = {expression};\n");
                continue;
            }

            string carried = string.Join(", ", line.Body.Carried.Select(value => value.Name));
            writer.Append(CultureInfo.InvariantCulture, $"{indent}var {line.Name} = {expression}({carried}) =>\n{indent}{{\n");
            Write(writer, line.Body.Lines, indent + "    ");
            writer.Append(CultureInfo.InvariantCulture, $"{indent}    return {line.Body.Result};\n{indent}}}, name: \"{line.Name}\"{(line.Body.Recompute ? ", recompute: true" : "")});\n");
        }
    }
}

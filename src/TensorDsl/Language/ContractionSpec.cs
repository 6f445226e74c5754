namespace TensorDsl;

/// <summary>
/// A two-operand Einstein summation, its letters resolved against two shapes: each axis of a, b and the output has a
/// letter's number; letters that the output lacks are summed.
/// </summary>
internal sealed class ContractionSpec
{
    private ContractionSpec(string text, int[] a, int[] b, int[] output, Axis[] letters)
    {
        Text = text;
        A = a;
        B = b;
        Output = output;
        Letters = letters;
    }

    public string Text { get; }

    /// <summary>The letter of each axis of the first operand.</summary>
    public int[] A { get; }

    /// <summary>The letter of each axis of the second operand.</summary>
    public int[] B { get; }

    /// <summary>The letter of each axis of the output.</summary>
    public int[] Output { get; }

    /// <summary>Each letter's axis.</summary>
    public Axis[] Letters { get; }

    public Shape OutputShape => new(Output.Select(letter => Letters[letter]));

    /// <summary>A specification made from letters rather than text, as differentiation needs it.</summary>
    public static ContractionSpec FromLetters(int[] a, int[] b, int[] output, Axis[] letters) =>
        new("", a, b, output, letters);

    /// <summary>
    /// Reads <c>"b t h d, b s h d -> b h t s"</c> or <c>"...d,dk->...k"</c>: letters side by side or, with spaces,
    /// words; <c>...</c> stands for an operand's further axes, which pair up if both have it. An output axis keeps its
    /// name; where two would have the same, the second operand's gets a prime: queries along <c>T</c>, keys along
    /// <c>T'</c>.
    /// </summary>
    /// <exception cref="ShapeException">The text is malformed, or the shapes do not fit it.</exception>
    public static ContractionSpec Parse(string text, Shape a, Shape b) => Parse(text, a, b, mends: true);

    private static ContractionSpec Parse(string text, Shape a, Shape b, bool mends)
    {
        var (left, right, wanted) = Read(text);
        if (left.Contains("...") && right.Contains("...") && Further(left, a) != Further(right, b))
            throw ShapeException.Specification(text, $"'...' stands for different numbers of axes in {a} and {b}");

        var names = new List<string>();
        var axes = new List<Axis>();
        int[] Bind(List<string> operand, Shape shape)
        {
            string[] letters = Expand(operand, Further(operand, shape));
            if (letters.Length != shape.Rank)
                throw ShapeException.Specification(text, $"'{string.Join(" ", operand)}' has {letters.Length} axes, but the tensor is {shape}");
            if (letters.Distinct().Count() != letters.Length)
                throw ShapeException.Specification(text, $"'{string.Join(" ", operand)}' repeats a letter");
            return [.. letters.Select((letter, i) => Letter(letter, shape[i], i))];
        }

        int Letter(string letter, Axis axis, int place)
        {
            int known = names.IndexOf(letter);
            if (known < 0)
            {
                names.Add(letter);
                axes.Add(axis);
                return names.Count - 1;
            }

            if (axes[known].Size != axis.Size)
                throw ShapeException.Contraction(text, letter, axes[known], axis, a, b, mends ? Repair(text, a, b, axes[known].Size, place) : null);
            if (axes[known].Name is null && axis.Name is not null)
                axes[known] = axis;
            return known;
        }

        int[] first = Bind(left, a);
        int[] second = Bind(right, b);
        string[] results = Expand(wanted, names.Count(name => name[0] == '.'));
        if (results.Distinct().Count() != results.Length)
            throw ShapeException.Specification(text, "the output repeats a letter");
        int[] output = [.. results.Select(letter => names.IndexOf(letter))];
        int unknown = Array.IndexOf(output, -1);
        bool IsIn(int letter, int[] letters) => letters.Contains(letter);
        int[] alone = [.. Enumerable.Range(0, names.Count).Where(l => !IsIn(l, output) && !(IsIn(l, first) && IsIn(l, second)))];
        if (unknown >= 0)
        {
            // A letter that only one operand has belongs into the output, and this must be it.
            string? mended = alone.Length == 1 ? Mend(text, 2, results[unknown], names[alone[0]]) : null;
            throw ShapeException.Specification(text, $"the output's '{results[unknown]}' is in no operand", mended);
        }

        if (alone.Length > 0)
        {
            // Two letters that each have no partner, for axes of one size, are partners.
            bool isPair = alone.Length == 2 && IsIn(alone[0], first) && IsIn(alone[1], second) && axes[alone[0]].Size == axes[alone[1]].Size;
            string? mended = isPair ? Mend(text, 1, names[alone[1]], names[alone[0]]) : null;
            throw ShapeException.Specification(
                text, $"'{(names[alone[0]][0] == '.' ? "..." : names[alone[0]])}' is in one operand only; sum that axis first, or give it to the output", mended);
        }

        foreach (int letter in output.OrderBy(l => l))
        {
            while (axes[letter].Name is { } name && output.Any(other => other < letter && axes[other].Name == name))
                axes[letter] = axes[letter] with { Name = name + "'" };
        }

        return new ContractionSpec(text, first, second, output, [.. axes]);
    }

    // The contraction with two letters of the second operand exchanged, if that is all that is wrong; else the size that
    // the axis at that place of the second operand should have.
    private static (string Wrong, string Right)? Repair(string text, Shape a, Shape b, Dim size, int place)
    {
        int start = text.IndexOf(',') + 1, end = text.IndexOf("->", StringComparison.Ordinal);
        string operand = text.Substring(start, end - start);
        var letters = Split(operand);
        string[] exchanged = [.. from i in Enumerable.Range(0, letters.Count)
                                 from j in Enumerable.Range(0, i)
                                 let other = letters.Select((letter, k) => k == i ? letters[j] : k == j ? letters[i] : letter)
                                 select text.Substring(0, start) + Written(operand, other) + text.Substring(end)];
        string[] fitting = [.. exchanged.Where(mended => Fits(mended, a, b))];
        var mendedShape = b.With(place, new Axis(null, size));
        return fitting.Length == 1 ? (text, fitting[0])
            : size.Written is { } written && Fits(text, a, mendedShape) ? (FormattableString.Invariant($"size {place}"), written)
            : null;
    }

    // The letters with the spaces of the operand that they replace.
    private static string Written(string operand, IEnumerable<string> letters)
    {
        string trimmed = operand.Trim();
        return operand.Replace(trimmed, string.Join(trimmed.Contains(' ') ? " " : "", letters));
    }

    private static bool Fits(string text, Shape a, Shape b)
    {
        try
        {
            Parse(text, a, b, mends: false);
            return true;
        }
        catch (ShapeException)
        {
            return false;
        }
    }

    private static (List<string> Left, List<string> Right, List<string> Output) Read(string text)
    {
        string[] sides = text.Split(["->"], StringSplitOptions.None);
        string[] operands = sides[0].Split(',');
        if (sides.Length != 2 || operands.Length != 2)
            throw ShapeException.Specification(text, "expected two operands, '->' and the output");
        List<string>[] all = [Split(operands[0]), Split(operands[1]), Split(sides[1])];
        string? strange = all.SelectMany(letters => letters).FirstOrDefault(l => l != "..." && !l.All(char.IsLetterOrDigit));
        return strange is null ? (all[0], all[1], all[2]) : throw ShapeException.Specification(text, $"'{strange}' is no letter");
    }

    // With spaces each word is a letter; without, each character is, and three dots stay together.
    private static List<string> Split(string operand)
    {
        string trimmed = operand.Trim();
        if (trimmed.Contains(' '))
            return [.. trimmed.Split([' '], StringSplitOptions.RemoveEmptyEntries)];
        string[] parts = trimmed.Split(["..."], StringSplitOptions.None);
        return [.. parts.SelectMany((part, i) => part.Select(c => c.ToString()).Concat(i + 1 < parts.Length ? ["..."] : []))];
    }

    // The text with one letter replaced in its first operand, its second or its output.
    private static string? Mend(string text, int part, string wrong, string right)
    {
        if (wrong[0] == '.' || right[0] == '.')
            return null;
        int[] ends = [text.IndexOf(','), text.IndexOf("->", StringComparison.Ordinal), text.Length];
        int start = part == 0 ? 0 : ends[part - 1];
        string old = text.Substring(start, ends[part] - start);
        // Words stand between spaces; letters side by side are one character each.
        string mended = old.Trim(' ', ',', '-', '>').Contains(' ')
            ? string.Join(" ", old.Split(' ').Select(word => word == wrong ? right : word))
            : old.Replace(wrong, right);
        return text.Substring(0, start) + mended + text.Substring(ends[part]);
    }

    private static int Further(List<string> operand, Shape shape) =>
        Math.Max(0, shape.Rank - operand.Count(letter => letter != "..."));

    private static string[] Expand(List<string> operand, int further) =>
        [.. operand.SelectMany(l => l == "..." ? Enumerable.Range(0, further).Select(i => $".{i}") : [l])];
}

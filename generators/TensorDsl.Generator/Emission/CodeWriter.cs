using System.Text;

namespace TensorDsl.Generator.Emission;

/// <summary>Writes indented C#; numbers are formatted under the invariant culture.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines at the current depth; empty text gives an empty line.</summary>
    public void Line(string text = "")
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.Length > 0)
                _text.Append(' ', _depth * 4).Append(line);
            _text.Append('\n');
        }
    }

    /// <summary>Writes a head, if there is one, an opening brace, what <paramref name="body"/> writes, and the closing brace.</summary>
    public void Block(string head, Action body)
    {
        if (head.Length > 0)
            Line(head);
        Line("{");
        Indented(body);
        Line("}");
    }

    /// <summary>Runs <paramref name="body"/> one level deeper.</summary>
    public void Indented(Action body)
    {
        _depth++;
        body();
        _depth--;
    }

    public override string ToString() => _text.ToString();
}

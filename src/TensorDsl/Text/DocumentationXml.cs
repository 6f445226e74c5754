using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace TensorDsl.Text;

/// <summary>The prose in a compiler's XML documentation file.</summary>
internal static class DocumentationXml
{
    private static readonly HashSet<string> Sections = ["summary", "typeparam", "param", "returns", "value", "remarks"];

    /// <summary>One line for each documented member; the stream is closed at the end.</summary>
    public static IEnumerable<string> Lines(Stream xml)
    {
        using var reader = XmlReader.Create(xml, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CloseInput = true });
        reader.MoveToContent();
        while (!reader.EOF)
        {
            if (reader is not { NodeType: XmlNodeType.Element, Name: "member" })
                reader.Read();
            else if (Line((XElement)XNode.ReadFrom(reader)) is { Length: > 0 } line)
                yield return line;
        }
    }

    private static string Line(XElement member)
    {
        var line = new StringBuilder();
        foreach (var section in member.Elements().Where(element => Sections.Contains(element.Name.LocalName)))
        {
            AppendText(line, section);
            line.Append(' ');
        }

        return string.Join(' ', line.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void AppendText(StringBuilder line, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText text)
                line.Append(text.Value);
            else if (node is XElement child && child.Name.LocalName != "code")
                AppendElement(line, child);
        }
    }

    private static void AppendElement(StringBuilder line, XElement element)
    {
        bool isInline = element.Name.LocalName is "see" or "seealso" or "paramref" or "typeparamref" or "c" or "b" or "i" or "a";
        if (!isInline)
            line.Append(' ');
        if (element.IsEmpty)
        {
            line.Append(element.Attribute("cref") is { } cref
                ? ShortName(cref.Value)
                : (element.Attribute("langword") ?? element.Attribute("name") ?? element.Attribute("href"))?.Value);
        }
        else
            AppendText(line, element);
        if (!isInline)
            line.Append(' ');
    }

    /// <summary><c>M:System.String.Join(System.Char,System.Object[])</c> → <c>Join</c>; a constructor is named after its type.</summary>
    internal static string ShortName(string cref)
    {
        string name = cref[(cref.IndexOf(':') + 1)..];
        int end = name.AsSpan().IndexOfAny("({~");
        string[] parts = (end < 0 ? name : name[..end]).Split('.');
        string last = parts.Length > 1 && parts[^1] is "#ctor" or "#cctor" ? parts[^2] : parts[^1];
        int arity = last.IndexOf('`');
        return arity < 0 ? last : last[..arity];
    }
}

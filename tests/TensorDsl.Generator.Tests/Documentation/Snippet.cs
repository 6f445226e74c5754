using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Documentation;

// What a C# block of the documentation stands in, so that it compiles:
//   a block with a type    as it is
//   a block with [Axes]    the members of a model that has the constants below
//   ```csharp program      the statements of a program that has a trained CharGpt, tokens and targets
//   any other              the statements of a definition: x is (B, T, D = 8), tokens and targets (B, T), lengths (B)

/// <summary>One C# block of a page, in a namespace of its own.</summary>
/// <param name="Page">The page's path in the repository.</param>
/// <param name="Line">The line of its first line of code, from 1.</param>
/// <param name="IsProgram">Whether it is marked as part of a program.</param>
/// <param name="Code">The code.</param>
internal sealed record Snippet(string Page, int Line, bool IsProgram, string Code)
{
    private const string Constants =
        "public const int Vocab = 96, Context = 64, Layers = 2, Heads = 4, DModel = 8, DK = 2, DV = 3, DFf = 16;";

    private readonly CompilationUnitSyntax _root = (CompilationUnitSyntax)Sources.Parse(Code, Page).GetRoot();

    /// <summary>Its namespace.</summary>
    public string Namespace { get; } = "Snippets." +
        string.Concat(Path.GetFileNameWithoutExtension(Page).Where(char.IsLetterOrDigit)) + Line.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether it is statements of a definition, which can be run.</summary>
    public bool IsStatements => !IsProgram && !HasTypes && !Code.Contains("[Axes", StringComparison.Ordinal);

    private bool HasTypes => _root.Members.Any(member => member is BaseTypeDeclarationSyntax);

    /// <summary>The C# file.</summary>
    /// <param name="checksShapes">Whether the shapes that comments say are checked as the code runs.</param>
    public string File(bool checksShapes = false)
    {
        string usings = string.Concat(_root.Usings.Select(line => line.ToString() + "\n"));
        string code = $"\n#line {Line} \"{Page}\"\n{(checksShapes ? WithChecks() : Blank(_root.Usings))}\n#line default\n";
        string body = HasTypes ? code
            : IsProgram ? $"static class Program {{ {Given} static void Run() {{ {code} }} }}"
            : !IsStatements ? $"[Model] public partial class Net {{ {Constants} {code} }}"
            : $$"""
                [Model] public partial class Net
                {
                    {{Constants}}
                    internal static Tensor Loss([Axes("B", "T", "D = 8")] Tensor given, [Axes("B", "T")] Tokens tokens,
                        [Axes("B", "T")] Tokens targets, [Axes("B")] Tokens lengths)
                    {
                        var x = given * Parameter("given", Ones, 8);
                        {{code}}
                        return {{string.Concat(Locals().Select(name => $"global::Use.Of({name}) + "))}} Mean(x);
                    }
                }
                """;
        return $"namespace {Namespace};\n{usings}{body}";
    }

    /// <summary>The blocks of a page.</summary>
    public static IEnumerable<Snippet> Of(string page)
    {
        string[] lines = System.IO.File.ReadAllLines(Path.Combine(Repository.Root, page));
        for (int i = 0; i < lines.Length; i++)
        {
            string fence = lines[i];
            if (!fence.StartsWith("```", StringComparison.Ordinal))
                continue;
            int first = i + 1;
            for (i = first; lines[i] != "```"; i++)
            {
            }

            if (fence is "```csharp" or "```csharp program")
                yield return new Snippet(page, first + 1, fence.EndsWith("program", StringComparison.Ordinal), string.Join('\n', lines[first..i]));
        }
    }

    private const string Given = """
        static global::CharGpt model = null!;
        static int[] tokens = [], targets = [], prompt = [];
        """;

    // Everything that the statements name, so that nothing of them is left out of the generated code.
    private IEnumerable<string> Locals()
    {
        foreach (var node in _root.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement))
        {
            if (node is LocalDeclarationStatementSyntax declaration)
            {
                foreach (var variable in declaration.Declaration.Variables)
                    yield return variable.Identifier.ValueText;
            }
            else if (node is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: DeclarationExpressionSyntax left } })
            {
                foreach (var name in left.DescendantNodes().OfType<SingleVariableDesignationSyntax>())
                    yield return name.Identifier.ValueText;
            }
        }
    }

    // Behind each declaration whose comment says a shape, a check of it.
    private string WithChecks()
    {
        var text = new StringBuilder(Blank(_root.Usings));
        foreach (var declaration in _root.DescendantNodes().OfType<LocalDeclarationStatementSyntax>().Reverse())
        {
            var comment = declaration.GetTrailingTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));
            string note = comment.ToString();
            if (!note.StartsWith("// (", StringComparison.Ordinal))
                continue;
            string name = declaration.Declaration.Variables.Single().Identifier.ValueText;
            string shape = note[3..(note.IndexOf(')', StringComparison.Ordinal) + 1)];
            text.Insert(declaration.FullSpan.End, $" global::ShapeNotes.Check({name}, \"{shape}\");");
        }

        return text.ToString();
    }

    // The code without what stands before it, at the same lines.
    private string Blank(SyntaxList<UsingDirectiveSyntax> usings)
    {
        int end = usings.Count == 0 ? 0 : usings[^1].Span.End;
        return new string([.. Code[..end].Select(c => c == '\n' ? c : ' ')]) + Code[end..];
    }
}

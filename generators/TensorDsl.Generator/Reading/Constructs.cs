using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace TensorDsl.Generator.Reading;

/// <summary>Names what the language does not know, in the words of C#.</summary>
internal static class Constructs
{
    /// <summary><c>Console.WriteLine</c>: type and member.</summary>
    public static SymbolDisplayFormat ShortFormat { get; } = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static string Describe(IOperation operation) => operation switch
    {
        IInstanceReferenceOperation => "'this'",
        IUsingOperation or IUsingDeclarationOperation => "'using'",
        ITryOperation => "'try'",
        ILockOperation => "'lock'",
        IAwaitOperation => "'await'",
        IReturnOperation => "'yield'",
        IBranchOperation => "'goto'",
        IIncrementOrDecrementOperation => $"'{operation.Syntax}' as a value",
        ITypeOfOperation => "'typeof'",
        IAnonymousObjectCreationOperation => "an anonymous object",
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation => "'dynamic'",
        _ => InWords(operation.Syntax.Kind()),
    };

    public static string DescribeTarget(IOperation target) => target is IMemberReferenceOperation member
        ? $"'{member.Member.Name}'"
        : Describe(target);

    // LockStatement: a lock statement.
    private static string InWords(SyntaxKind kind)
    {
        var words = new StringBuilder();
        foreach (char letter in kind.ToString())
        {
            if (char.IsUpper(letter))
                words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        string text = words.ToString();
        return ("aeiou".Contains(text[1]) ? "an" : "a") + text;
    }
}

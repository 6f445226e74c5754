using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading.Program;

/// <summary>What kind of member a <see cref="LibraryMember"/> is.</summary>
internal enum MemberKind
{
    Method,
    Constructor,
    Field,
}

/// <summary>
/// A member of the language (or of <see cref="Math"/>), named as reflection names it, so that the interpreter finds it
/// among the generator's own compiled types.
/// </summary>
/// <param name="Kind">A property is its <c>get_</c> method, an operator its <c>op_</c> method.</param>
/// <param name="Type">The full name of the declaring type.</param>
/// <param name="Name">The member's name.</param>
/// <param name="Parameters">The full names of its parameters' types.</param>
/// <param name="IsStatic">Whether it needs no instance.</param>
internal sealed record LibraryMember(
    MemberKind Kind, string Type, string Name, EquatableArray<string> Parameters, bool IsStatic)
{
    /// <summary><c>Ops.Linear</c>, as a message shows it.</summary>
    public string Display => Kind == MemberKind.Constructor ? $"new {TypeName}" : $"{TypeName}.{ShortName}";

    /// <summary><c>Linear</c>.</summary>
    public string ShortName => Kind == MemberKind.Constructor ? TypeName
        : Name.StartsWith("get_", StringComparison.Ordinal) ? Name.Substring(4)
        : Name;

    private string TypeName => Type.Substring(Type.LastIndexOf('.') + 1);
}

using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading.Program;

/// <summary>
/// Everything that a model's definition says, without symbols or syntax: equal to another exactly if both mean the
/// same, wherever they stand in the sources.
/// </summary>
internal sealed record DefinitionProgram(
    ModelClass Class, EquatableArray<EntryPoint> EntryPoints, EquatableArray<Method> Methods, MemoryBudget? Budget = null);

/// <summary>What a definition promises to offer, whether or not its body is right.</summary>
internal sealed record ModelOutline(ModelClass Class, EquatableArray<EntryPoint> EntryPoints);

/// <summary>What is needed to reopen the model's partial class.</summary>
/// <param name="Namespace">Its namespace, null for the global one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Accessibility"><c>public</c> or <c>internal</c>.</param>
/// <param name="Keyword"><c>class</c>, or <c>record</c> for a record class.</param>
/// <param name="IsSealed">Whether it is sealed.</param>
internal sealed record ModelClass(string? Namespace, string Name, string Accessibility, string Keyword, bool IsSealed)
{
    /// <summary>Whether the user wants to hear why the model cannot be run a few positions at a time, if it cannot.</summary>
    public bool IsIncremental { get; init; }

    /// <summary>Members of the user's whose names a type nested in the generated part would have.</summary>
    public EquatableArray<string> Nested { get; init; }

    /// <summary>The name with its namespace; no two models of a project share it.</summary>
    public string FullName => Namespace is null ? Name : $"{Namespace}.{Name}";
}

/// <summary>A method that the generated class offers, such as <c>Logits</c> or <c>Loss</c>.</summary>
/// <param name="Name">Its name, unique among the model's entry points.</param>
/// <param name="Method">Its index in <see cref="DefinitionProgram.Methods"/>.</param>
/// <param name="Inputs">Its parameters in order.</param>
/// <param name="Location">The place of its name.</param>
internal sealed record EntryPoint(string Name, int Method, EquatableArray<Input> Inputs, int Location)
{
    /// <summary>The names of a tuple's elements; empty where the result is one tensor, which has the entry point's name.</summary>
    public EquatableArray<string> Elements { get; init; }
}

/// <summary>A parameter of an entry point.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsTokens">Whether it is <c>Tokens</c> rather than a float <c>Tensor</c>.</param>
/// <param name="Axes">What its <c>[Axes]</c> says, outermost first.</param>
internal sealed record Input(string Name, bool IsTokens, EquatableArray<InputAxis> Axes);

/// <summary>One axis of an input: a symbol bound at run time, or a constant.</summary>
/// <param name="Name">The name of the axis; without its primes, that of the symbol if it is one.</param>
/// <param name="Size">The constant's value, null for a symbol.</param>
internal sealed record InputAxis(string Name, int? Size)
{
    /// <summary>The symbol, null for a constant.</summary>
    public string? Symbol => Size is null ? Name.TrimEnd('\'') : null;
}

/// <summary>A method of the user's that the definition runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The slots of its parameters.</param>
/// <param name="Body">What it does.</param>
internal sealed record Method(string Name, EquatableArray<int> Parameters, Statement Body);

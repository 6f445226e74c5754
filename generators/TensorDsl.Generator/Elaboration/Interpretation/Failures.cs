using TensorDsl.Generator.Diagnostics;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>The definition is wrong, at a known place.</summary>
internal sealed class DefinitionException(DiagnosticInfo diagnostic) : Exception(diagnostic.Id)
{
    /// <summary>What is to be reported, with the calls that the exception has left so far.</summary>
    public DiagnosticInfo Diagnostic => diagnostic.Id == Descriptors.Recursion.Id
        ? diagnostic
        : diagnostic with { CallPath = Path.ToString(), CallSites = Path.Sites };

    /// <summary>The calls that the exception has left so far.</summary>
    public CallPath Path { get; } = new();

    public static DefinitionException At(int location, string id, params string[] arguments) =>
        new(DiagnosticInfo.At(location, id, arguments));
}

/// <summary>The definition is wrong in a way that the C# compiler reports, such as a local without a value.</summary>
internal sealed class BrokenDefinitionException : Exception;

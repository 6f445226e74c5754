using TensorDsl.Generator.Diagnostics;

namespace TensorDsl.Generator.Elaboration.Interpretation;

/// <summary>The definition is wrong, at a known place.</summary>
internal sealed class DefinitionException(DiagnosticInfo diagnostic) : Exception(diagnostic.Id)
{
    public DiagnosticInfo Diagnostic => diagnostic;

    public static DefinitionException At(int location, string id, params string[] arguments) =>
        new(DiagnosticInfo.At(location, id, arguments));
}

/// <summary>The definition is wrong in a way that the C# compiler reports, such as a local without a value.</summary>
internal sealed class BrokenDefinitionException : Exception;

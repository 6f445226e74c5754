using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>Reads a class annotated with <c>[Model]</c>: its entry points and all that they call.</summary>
internal static class ModelReader
{
    public const string AttributeName = "TensorDsl.ModelAttribute";

    public static ReadResult? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (ClassReader.Open(context, cancellation) is not { } opened)
            return null;
        var (session, model) = opened;
        if (model is null)
            return ClassReader.Close(session);

        var type = (INamedTypeSymbol)context.TargetSymbol;
        var entryPoints = EntryPointReader.ReadAll(session, type);
        if (entryPoints.Count == 0 && session.Diagnostics.Count == 0 && !context.TargetNode.ContainsDiagnostics)
            session.Report(ClassReader.NameOf(context), "TDSL002", type.Name);
        if (MemberClashes.Report(session, type, entryPoints))
            return ClassReader.Close(session);
        var budget = BudgetReader.Read(session, context.Attributes[0]);
        return ClassReader.Close(session, new ModelOutline(model, entryPoints.ToEquatableArray()), session.Methods, budget);
    }
}

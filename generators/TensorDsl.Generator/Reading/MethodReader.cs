using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>Reads a method of the user's whole.</summary>
internal static class MethodReader
{
    public static Method Read(ReadingSession session, IMethodSymbol method, SyntaxNode use)
    {
        var empty = new Method(method.Name, default, new Block(default));
        var implementation = method.PartialImplementationPart ?? method;
        if (Obstacle(implementation) is { } obstacle)
        {
            session.Report(use, "TDSL003", obstacle);
            return empty;
        }

        var syntax = implementation.DeclaringSyntaxReferences[0].GetSyntax(session.Cancellation);
        var model = session.ModelOf(syntax);
        if (model.GetOperation(syntax, session.Cancellation) is not IMethodBodyOperation operation
            || (operation.BlockBody ?? operation.ExpressionBody) is not { } body)
        {
            session.IsBroken = true;
            return empty;
        }

        var reader = new BodyReader(session);
        var parameters = implementation.Parameters.Select(reader.Declare).ToEquatableArray();
        return new Method(method.Name, parameters, reader.ReadStatement(body));
    }

    private static string? Obstacle(IMethodSymbol method) =>
        !method.IsStatic ? $"the instance method '{method.Name}'"
        : method.IsGenericMethod || method.ContainingType.IsGenericType ? $"the generic method '{method.Name}'"
        : method.IsAsync ? $"the asynchronous method '{method.Name}'"
        : method.Parameters.Any(p => p.RefKind is RefKind.Ref or RefKind.Out) ? $"the by-reference parameters of '{method.Name}'"
        : method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not MethodDeclarationSyntax syntax
            ? $"'{method.Name}', which is not an ordinary method"
        : method.IsExtern ? $"'{method.Name}', which has no body"
        : null;
}

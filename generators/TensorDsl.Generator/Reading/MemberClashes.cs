using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generator.Elaboration;
using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Reading;

/// <summary>Finds members of the user's class that stand where the generated part has its own.</summary>
internal static class MemberClashes
{
    private static readonly HashSet<string> Names =
    [
        "Parameters", "Gradients", "Team", "Layout", "Weights", "WeightGradients", "Tensors", "DropoutSeed", "Dispose", "NewGeneration",
        "Compact", "Generated", "_arena", "Device", "_programs",
    ];

    /// <summary>Whether no model can be called so.</summary>
    public static bool IsTaken(string model) => Names.Contains(model);

    /// <summary>Reports them, each where it is declared.</summary>
    /// <returns>Whether there are any.</returns>
    public static bool Report(ReadingSession session, INamedTypeSymbol type, IReadOnlyList<EntryPoint> entries)
    {
        bool found = false;
        foreach (var part in type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(session.Cancellation)).OfType<TypeDeclarationSyntax>())
        {
            if (part.ParameterList is { } parameters)
                Add(parameters, "it has a primary constructor, beside that of every model, (int threads, ulong seed)");
        }

        foreach (var member in type.GetMembers().Where(member => !member.IsImplicitlyDeclared && !(member is IMethodSymbol method && EntryPointReader.IsMarked(method))))
        {
            if (Clash(member, entries, session.Cancellation) is { } clash
                && member.Locations.FirstOrDefault(place => place.IsInSource) is { SourceTree: { } tree } place)
            {
                Add(tree.GetRoot(session.Cancellation).FindToken(place.SourceSpan.Start), clash);
            }
        }

        return found;

        void Add(SyntaxNodeOrToken place, string clash)
        {
            found = true;
            if (place.AsNode() is { } node)
                session.Report(node, "TDSL001", type.Name, clash);
            else
                session.Report(place.AsToken(), "TDSL001", type.Name, clash);
        }
    }

    private static string? Clash(ISymbol member, IReadOnlyList<EntryPoint> entries, CancellationToken cancellation)
    {
        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.Constructor } constructor:
                return Clash(constructor, cancellation);
            case IMethodSymbol { MethodKind: MethodKind.Ordinary } method when method.Name is "Dispose" or "NewGeneration" or "Compact":
                return method.Name == "Dispose" && method.Parameters.Length == 0 ? Taken(method) : null;
            case IMethodSymbol { MethodKind: MethodKind.Ordinary } method when !Names.Contains(method.Name):
                return Methods(entries).Any(own => own.Name == method.Name && Fits(method, own.Entry))
                    ? $"its entry point gives it a method '{method.Name}' of the same parameters"
                    : null;
            default:
                return member.CanBeReferencedByName && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary }
                    && (Names.Contains(member.Name) || (member is not IMethodSymbol && Methods(entries).Any(own => own.Name == member.Name)))
                    ? Taken(member)
                    : null;
        }
    }

    private static string Taken(ISymbol member) => $"'{member.Name}' is the name of a member that every model has";

    // One that goes on to the model's own is fine.
    private static string? Clash(IMethodSymbol constructor, CancellationToken cancellation) =>
        constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not ConstructorDeclarationSyntax syntax ? null
        : Types(constructor).SequenceEqual(["int", "ulong"]) ? "it has the constructor of every model, (int threads, ulong seed)"
        : Types(constructor).SequenceEqual(["TensorDsl.Device", "int", "ulong"])
            ? "it has the constructor of every model, (Device device, int threads, ulong seed)"
        : syntax.Initializer is not { RawKind: (int)SyntaxKind.ThisConstructorInitializer }
            ? "its constructor does not call that of every model, ': this(threads, seed)'"
        : null;

    // The methods that entry points become.
    private static IEnumerable<(string Name, EntryPoint Entry)> Methods(IReadOnlyList<EntryPoint> entries)
    {
        foreach (var entry in entries)
        {
            yield return (entry.Name, entry);
            foreach (string gradient in entry.Elements.Count == 0 ? ModelStages.Gradients(entry.Name) : [])
                yield return (gradient, entry);
        }

        if (entries.All(entry => entry.Name != DerivedLoss.Name)
            && entries.FirstOrDefault(entry => entry.Name == DerivedLoss.Logits) is { Inputs: [{ IsTokens: true } tokens], Elements.Count: 0 } logits)
        {
            var derived = logits with { Name = DerivedLoss.Name, Inputs = new([tokens, tokens]) };
            yield return (derived.Name, derived);
            foreach (string gradient in ModelStages.Gradients(derived.Name))
                yield return (gradient, derived);
        }
    }

    // A single number is returned, and anything else written to spans.
    private static bool Fits(IMethodSymbol method, EntryPoint entry)
    {
        string[] taken =
        [
            .. entry.Inputs.Select(input => $"System.ReadOnlySpan<{(input.IsTokens ? "int" : "float")}>"),
            .. entry.Inputs.SelectMany(input => input.Axes).Select(axis => axis.Symbol).OfType<string>().Distinct().Select(_ => "int"),
        ];
        var types = Types(method);
        return types.SequenceEqual(ModelStages.IsLoss(entry.Name) || method.ReturnType.SpecialType == SpecialType.System_Single
            ? taken
            : taken.Concat(Enumerable.Repeat("System.Span<float>", Math.Max(entry.Elements.Count, 1))));
    }

    private static IEnumerable<string> Types(IMethodSymbol method) => method.Parameters.Select(parameter => parameter.Type.ToDisplayString());
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Reading;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Diagnostics;

/// <summary>
/// A diagnostic whose place is an index into the model's <see cref="LocationTable"/>, so that it stays equal while the
/// text around the model changes.
/// </summary>
/// <param name="Id">The id of a descriptor in <see cref="Descriptors"/>.</param>
/// <param name="Location">The index of the guilty syntax.</param>
/// <param name="Arguments">What the descriptor's message is filled in with.</param>
internal sealed record DiagnosticInfo(string Id, int Location, EquatableArray<string> Arguments)
{
    /// <summary>The property that holds what is wrong, where a code fix can mend it.</summary>
    public const string Wrong = "wrong";

    /// <summary>The property that holds what would be right.</summary>
    public const string Right = "right";

    /// <summary>The calls that led to the mistake, <c>Mix ← body of Repeat ← Logits</c>, or nothing.</summary>
    public string CallPath { get; init; } = "";

    /// <summary>The indices of those calls' syntax.</summary>
    public EquatableArray<int> CallSites { get; init; }

    /// <summary>What is wrong and what would be right, where that is known.</summary>
    public (string Wrong, string Right)? Repair { get; init; }

    public static DiagnosticInfo At(int location, string id, params string[] arguments) => new(id, location, new(arguments));

    public Diagnostic ToDiagnostic(LocationTable locations)
    {
        var properties = Repair is { } repair
            ? ImmutableDictionary<string, string?>.Empty.Add(Wrong, repair.Wrong).Add(Right, repair.Right)
            : null;
        string where = CallPath.Length == 0 ? "" : $" (in {CallPath})";
        object[] arguments = [.. Arguments.Select((argument, i) => i == Arguments.Count - 1 ? argument + where : argument)];
        return Diagnostic.Create(
            Descriptors.Get(Id), locations[Location], CallSites.Select(site => locations[site]), properties, arguments);
    }
}

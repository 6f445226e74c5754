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
    public static DiagnosticInfo At(int location, string id, params string[] arguments) => new(id, location, new(arguments));

    public Diagnostic ToDiagnostic(LocationTable locations) =>
        Diagnostic.Create(Descriptors.Get(Id), locations[Location], [.. Arguments]);
}

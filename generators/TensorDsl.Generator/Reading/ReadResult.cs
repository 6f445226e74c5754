using TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Reading.Program;
using TensorDsl.Generator.Support;

namespace TensorDsl.Generator.Reading;

/// <summary>What was read of one annotated class.</summary>
/// <param name="Program">The program; null when there are mistakes, the generator's or the compiler's to report.</param>
/// <param name="Locations">Where the program's places are now.</param>
/// <param name="Diagnostics">The mistakes that reading found.</param>
/// <param name="Outline">What the class is to offer, where its form allows to complete it and there is no program.</param>
internal sealed record ReadResult(
    DefinitionProgram? Program, LocationTable Locations, EquatableArray<DiagnosticInfo> Diagnostics, ModelOutline? Outline = null);

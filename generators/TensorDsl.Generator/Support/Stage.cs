using TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Reading;
using TensorDsl.Generator.Reading.Program;

namespace TensorDsl.Generator.Support;

/// <summary>
/// What a stage made of one definition program. It is equal to another exactly if the programs are, and what is written for
/// them: a stage depends on nothing else, so the pipeline compares programs, never graphs or plans.
/// </summary>
/// <param name="Program">The program.</param>
/// <param name="Value">What the stage made; null if this stage or one before it found a mistake.</param>
/// <param name="Diagnostics">The mistakes found so far.</param>
internal sealed record Stage<T>(DefinitionProgram Program, T? Value, EquatableArray<DiagnosticInfo> Diagnostics)
    where T : class
{
    /// <summary>Whether there is something for a GPU as well.</summary>
    public bool HasGpu { get; init; }

    public bool Equals(Stage<T>? other) => other is not null && Program.Equals(other.Program) && HasGpu == other.HasGpu;

    public override int GetHashCode() => Program.Class.GetHashCode();

    /// <summary>
    /// The next stage. What it throws becomes TDSL099, because a generator that throws is switched off.
    /// </summary>
    public Stage<TNext> Then<TNext>(Func<T, (TNext? Value, EquatableArray<DiagnosticInfo> Diagnostics)> next)
        where TNext : class
    {
        if (Value is null)
            return new Stage<TNext>(Program, null, Diagnostics);
        try
        {
            var (value, diagnostics) = next(Value);
            return new Stage<TNext>(Program, value, Diagnostics.Concat(diagnostics).ToEquatableArray());
        }
        catch (OverflowException)
        {
            var failure = DiagnosticInfo.At(LocationTable.ClassName, "TDSL007", "the model's sizes are too large to be counted");
            return new Stage<TNext>(Program, null, Diagnostics.Append(failure).ToEquatableArray());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var failure = DiagnosticInfo.At(
                LocationTable.ClassName, "TDSL099", Program.Class.Name, $"{exception.GetType().Name}: {exception.Message}");
            return new Stage<TNext>(Program, null, Diagnostics.Append(failure).ToEquatableArray());
        }
    }

    /// <summary>The next stage, where it cannot find mistakes.</summary>
    public Stage<TNext> Then<TNext>(Func<T, TNext> next) where TNext : class =>
        Then<TNext>(value => (next(value), default));
}

using TensorDsl.Generator.Graph;
using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Verification;

/// <summary>Checks what each stage leaves, in debug builds and in tests: a stage's mistake shows where it was made.</summary>
internal static class Verifier
{
    /// <summary>Whether stages are followed by a check.</summary>
    public static bool IsOn { get; set; } =
#if DEBUG
        true;
#else
        false;
#endif

    /// <summary>Checks a graph, if checks are on.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="stage">What made it, for the message.</param>
    /// <param name="form">How strictly shapes must agree.</param>
    /// <exception cref="VerificationException">It breaks a rule.</exception>
    public static void Check(ModelGraph graph, string stage, GraphForm form = GraphForm.Typed)
    {
        if (IsOn)
            Always(graph, stage, form);
    }

    /// <summary>Checks a graph in all builds: what elaboration may get wrong depends on the definition.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="stage">What made it, for the message.</param>
    /// <param name="form">How strictly shapes must agree.</param>
    /// <exception cref="VerificationException">It breaks a rule.</exception>
    public static void Always(ModelGraph graph, string stage, GraphForm form = GraphForm.Typed) =>
        Named(stage, () => GraphVerifier.Check(graph, form));

    /// <summary>Checks a plan, if checks are on.</summary>
    /// <exception cref="VerificationException">It breaks a rule.</exception>
    public static void Check(Plan plan)
    {
        if (!IsOn)
            return;
        Named("scheduling " + plan.Name, () =>
        {
            OrderVerifier.Check(plan);
            BarrierVerifier.Check(plan);
            ArenaVerifier.Check(plan);
        });
    }

    /// <summary>Checks the parameters' places, if checks are on.</summary>
    /// <exception cref="VerificationException">Two overlap, or one lies outside.</exception>
    public static void Check(ParameterLayout layout)
    {
        if (IsOn)
            Named("the parameters' layout", () => LayoutVerifier.Check(layout));
    }

    private static void Named(string stage, Action check)
    {
        try
        {
            check();
        }
        catch (VerificationException mistake)
        {
            throw new VerificationException($"After {stage}: {mistake.Message}");
        }
    }
}

/// <summary>How strictly the shapes of a graph agree.</summary>
internal enum GraphForm
{
    /// <summary>A carry, a gradient has the very sizes of what it stands for.</summary>
    Typed,

    /// <summary>Where memory alone matters, the number of elements does: a reshape may be left out.</summary>
    Normalised,
}

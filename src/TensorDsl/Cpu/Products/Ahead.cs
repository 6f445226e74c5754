namespace TensorDsl.Cpu;

/// <summary>
/// Cache lines that are wanted soon. At each of its steps over k a kernel asks for as many neighbours as a row of its panel has,
/// and so they arrive while it computes: runs of equal steps, with a jump after each run.
/// </summary>
/// <param name="start">The first address.</param>
/// <param name="step">From one step's lines to the next's, in floats; 0 where nothing is wanted.</param>
/// <param name="run">Steps in a run, a multiple of <see cref="Unit"/>.</param>
/// <param name="jump">What is added after a run.</param>
internal readonly unsafe struct Ahead(float* start, nint step, nint run, nint jump)
{
    /// <summary>Steps for which is asked at a time.</summary>
    public const int Unit = 4;

    /// <summary>One run without an end.</summary>
    public Ahead(float* start, nint step)
        : this(start, step, nint.MaxValue, 0)
    {
    }

    /// <summary>The first address.</summary>
    public float* Start => start;

    /// <summary>From one step's lines to the next's, in floats.</summary>
    public nint Step => step;

    /// <summary>Steps in a run.</summary>
    public nint Run => run;

    /// <summary>What is added after a run.</summary>
    public nint Jump => jump;
}

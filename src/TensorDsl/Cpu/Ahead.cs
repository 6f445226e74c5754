namespace TensorDsl.Cpu;

/// <summary>
/// Cache lines that are wanted soon. A kernel asks for two neighbours at each of its steps over k, and so they arrive while it
/// computes: runs of equal steps, with a jump after each run.
/// </summary>
/// <param name="start">The first address.</param>
/// <param name="step">From one step's lines to the next's, in floats.</param>
/// <param name="run">Steps in a run.</param>
/// <param name="jump">What is added after a run.</param>
internal readonly unsafe struct Ahead(float* start, nint step, nint run, nint jump)
{
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

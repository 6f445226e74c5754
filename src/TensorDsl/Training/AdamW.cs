using System.Runtime.InteropServices;
using TensorDsl.Cpu;

namespace TensorDsl.Training;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019) and clipping of the global gradient norm, over the flat
/// arena of a <see cref="ParameterSet"/>: one pass over the gradients for their norm, one fused pass for the update.
/// A step allocates nothing, and its result does not depend on the number of threads.
/// </summary>
public sealed unsafe class AdamW : IDisposable
{
    private readonly ParameterSet _parameters;
    private readonly ParameterSet _gradients;
    private readonly AdamWOptions _options;
    private readonly (long End, bool Decays)[] _ranges;
    private double* _squares;

    /// <summary>Starts with zero moments.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="gradients">Their gradients, in the same layout.</param>
    /// <param name="options">The constants.</param>
    /// <exception cref="ArgumentException">The layouts differ, or a constant is out of range.</exception>
    public AdamW(ParameterSet parameters, ParameterSet gradients, AdamWOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(options);
        if (parameters.Length != gradients.Length)
            throw new ArgumentException("Parameters and gradients are laid out differently.", nameof(gradients));
        if (options is not { Beta1: >= 0 and < 1, Beta2: >= 0 and < 1, Epsilon: > 0, WeightDecay: >= 0, MaxGradientNorm: null or > 0 })
            throw new ArgumentException($"A constant is out of range: {options}.", nameof(options));
        _parameters = parameters;
        _gradients = gradients;
        _options = options;
        _ranges = Ranges(parameters);
        FirstMoments = new ParameterSet(parameters.Layout, parameters.Length);
        SecondMoments = new ParameterSet(parameters.Layout, parameters.Length);
        _squares = (double*)NativeMemory.Alloc((nuint)(AdamWProgram.Chunks(parameters.Length) * sizeof(double)));
    }

    /// <summary>The mean gradients, laid out like the parameters; written by a checkpoint that is loaded.</summary>
    public ParameterSet FirstMoments { get; }

    /// <summary>The mean squared gradients, laid out like the parameters.</summary>
    public ParameterSet SecondMoments { get; }

    /// <summary>The updates made so far, which the bias correction depends on; set it with the moments.</summary>
    public long Steps { get; set; }

    /// <summary>The steps that changed nothing because the gradient norm was NaN or infinite.</summary>
    public long SkippedSteps { get; private set; }

    /// <summary>The norm of all gradients at the last step, before clipping.</summary>
    public float LastGradientNorm { get; private set; }

    /// <summary>
    /// Makes one update. When the gradient norm is not finite, parameters, moments and <see cref="Steps"/> stay as they
    /// are and <see cref="SkippedSteps"/> counts it: one bad batch does not ruin a run, and the caller can see it.
    /// </summary>
    /// <param name="team">The threads.</param>
    /// <param name="learningRate">The step size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not a number of 0 or more.</exception>
    public void Step(Team team, float learningRate)
    {
        ArgumentNullException.ThrowIfNull(team);
        if (!float.IsFinite(learningRate) || learningRate < 0)
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "The learning rate is no number of 0 or more.");
        ObjectDisposedException.ThrowIf(_squares == null, this);
        fixed ((long, bool)* ranges = _ranges)
        {
            var program = new AdamWProgram
            {
                Parameters = _parameters.Data,
                Gradients = _gradients.Data,
                First = FirstMoments.Data,
                Second = SecondMoments.Data,
                Squares = _squares,
                Length = _parameters.Length,
                Ranges = ranges,
                RangeCount = _ranges.Length,
                Beta1 = _options.Beta1,
                Beta2 = _options.Beta2,
                Epsilon = _options.Epsilon,
                MaxNorm = _options.MaxGradientNorm ?? float.PositiveInfinity,
                Keep = (float)(1 - ((double)learningRate * _options.WeightDecay)),
                StepSize = (float)(learningRate / (1 - Math.Pow(_options.Beta1, Steps + 1))),
                RootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(_options.Beta2, Steps + 1))),
            };
            team.Run(&AdamWProgram.Run, (nint)(&program));
            LastGradientNorm = (float)program.Norm;
        }

        if (float.IsFinite(LastGradientNorm))
            Steps++;
        else
            SkippedSteps++;
    }

    /// <summary>Releases the moments.</summary>
    public void Dispose()
    {
        FirstMoments.Dispose();
        SecondMoments.Dispose();
        NativeMemory.Free(_squares);
        _squares = null;
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what nobody disposed.</summary>
    ~AdamW() => NativeMemory.Free(_squares);

    /// <summary>Neighbours that decay alike, merged; padding goes with what precedes it.</summary>
    private static (long End, bool Decays)[] Ranges(ParameterSet parameters)
    {
        var ranges = new List<(long End, bool Decays)>();
        foreach (var info in parameters.Layout.OrderBy(info => info.Offset))
        {
            if (ranges.Count > 0 && ranges[^1].Decays == info.Decays)
                ranges.RemoveAt(ranges.Count - 1);
            else if (ranges.Count > 0)
                ranges[^1] = (info.Offset, ranges[^1].Decays);
            ranges.Add((parameters.Length, info.Decays));
        }

        return [.. ranges];
    }
}

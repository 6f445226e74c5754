using System.Runtime.InteropServices;
using TensorDsl.Cpu;

namespace TensorDsl.Training;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019) and clipping of the global gradient norm, over the flat
/// arena of a <see cref="ParameterSet"/>: one pass over the gradients for their norm, one fused pass for the update.
/// Groups of parameters may have settings of their own. A step allocates nothing, and its result does not depend on the
/// number of threads.
/// </summary>
public sealed unsafe class AdamW : IDisposable
{
    private readonly ParameterSet _parameters;
    private readonly ParameterSet _gradients;
    private readonly AdamWOptions _options;
    private readonly AdamWRun[] _runs;
    private readonly IDeviceAdamW? _device;
    private double* _squares;
    private long _steps;
    private long _skippedSteps;
    private float _lastGradientNorm;

    // On a device: what there was when it began to count, and whether it has made steps whose outcome was not asked for.
    private long _stepsBefore;
    private long _skippedBefore;
    private bool _isPending;

    /// <summary>Starts with zero moments.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="gradients">Their gradients, in the same layout.</param>
    /// <param name="options">The constants.</param>
    /// <exception cref="ArgumentException">The layouts differ, a constant is out of range, or a group has no parameter.</exception>
    public AdamW(ParameterSet parameters, ParameterSet gradients, AdamWOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        parameters.RequireLayoutOf(gradients);
        options.Validate();
        _parameters = parameters;
        _gradients = gradients;
        _options = options;
        _runs = AdamWRun.Of(parameters, options);
        FirstMoments = parameters.NewAlike();
        SecondMoments = parameters.NewAlike();
        _squares = (double*)NativeMemory.Alloc((nuint)(AdamWProgram.Chunks(parameters.Length) * sizeof(double)));
        if (parameters.Copy?.Device is not { } device || parameters.Length == 0)
            return;
        gradients.Share(device);
        _device = device.NewAdamW(new AdamWArenas(parameters, gradients, FirstMoments, SecondMoments), _runs);
    }

    /// <summary>The mean gradients, laid out like the parameters; written by a checkpoint that is loaded.</summary>
    public ParameterSet FirstMoments { get; }

    /// <summary>The mean squared gradients, laid out like the parameters.</summary>
    public ParameterSet SecondMoments { get; }

    /// <summary>
    /// The updates made so far, which the bias correction depends on; set it with the moments. On a device it waits for the
    /// steps that were asked for.
    /// </summary>
    public long Steps
    {
        get
        {
            Settle();
            return _steps;
        }

        set
        {
            Settle();
            (_steps, _stepsBefore, _skippedBefore) = (value, value, _skippedSteps);
            _device?.Begin(value);
        }
    }

    /// <summary>
    /// The steps that changed nothing because the gradient norm was NaN or infinite. On a device it waits for the steps that
    /// were asked for.
    /// </summary>
    public long SkippedSteps
    {
        get
        {
            Settle();
            return _skippedSteps;
        }
    }

    /// <summary>
    /// The norm of all gradients at the last step but frozen parameters', before clipping. On a device it waits for that step.
    /// </summary>
    public float LastGradientNorm
    {
        get
        {
            Settle();
            return _lastGradientNorm;
        }
    }

    /// <summary>
    /// Makes one update. When the gradient norm is not finite, parameters, moments and <see cref="Steps"/> stay as they
    /// are and <see cref="SkippedSteps"/> counts it: one bad batch does not ruin a run, and the caller can see it. On a device
    /// the step is asked for and not waited for.
    /// </summary>
    /// <param name="team">The threads.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="gradientScale">
    /// A factor on the gradients before all else: one over the number of equal micro-batches whose gradients were added up.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not a number of 0 or more.</exception>
    public void Step(Team team, float learningRate, float gradientScale = 1)
    {
        ArgumentNullException.ThrowIfNull(team);
        if (!float.IsFinite(learningRate) || learningRate < 0)
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "The learning rate is no number of 0 or more.");
        ObjectDisposedException.ThrowIf(_squares == null, this);
        var step = new AdamWStep(
            _options.Beta1, _options.Beta2, _options.Epsilon, gradientScale, _options.MaxGradientNorm ?? float.PositiveInfinity, learningRate);
        if (_device is not null)
        {
            _device.Step(step);
            _isPending = true;
            return;
        }

        _lastGradientNorm = Run(team, step);
        if (float.IsFinite(_lastGradientNorm))
            _steps++;
        else
            _skippedSteps++;
    }

    /// <summary>Releases the moments.</summary>
    public void Dispose()
    {
        _isPending = false;
        _device?.Dispose();
        FirstMoments.Dispose();
        SecondMoments.Dispose();
        NativeMemory.Free(_squares);
        _squares = null;
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what nobody disposed.</summary>
    ~AdamW() => NativeMemory.Free(_squares);

    private void Settle()
    {
        if (!_isPending)
            return;
        var outcome = _device!.Outcome();
        _isPending = false;
        (_steps, _skippedSteps, _lastGradientNorm) = (_stepsBefore + outcome.Steps, _skippedBefore + outcome.Skipped, outcome.Norm);
    }

    private float Run(Team team, in AdamWStep step)
    {
        fixed (AdamWRun* runs = _runs)
        {
            var program = new AdamWProgram
            {
                Parameters = _parameters.Data,
                Gradients = _gradients.Data,
                First = FirstMoments.Data,
                Second = SecondMoments.Data,
                Squares = _squares,
                Length = _parameters.Length,
                Runs = runs,
                RunCount = _runs.Length,
                Step = step,
                Correction = AdamWCorrection.At(_steps + 1, step.Beta1, step.Beta2),
            };
            team.Run(&AdamWProgram.Run, (nint)(&program));
            return (float)program.Norm;
        }
    }
}

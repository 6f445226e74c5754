using Spectre.Console;
using TensorDsl.Training;

namespace TensorDsl.Examples.Reporting;

/// <summary>A progress bar that moves, with each evaluation left standing above it.</summary>
internal sealed class LiveReport(IAnsiConsole console) : Report
{
    private const int BarWidth = 16;
    private ProgressTask? _task;
    private long _firstStep;
    private long _steps;
    private TrainingStep _step;
    private double? _loss;
    private double? _validationLoss;

    public override void Begin(long parameters, string data, long step, long steps)
    {
        (_firstStep, _steps) = (step, steps);
        console.WriteLine(Wording.Begin(parameters, data, step, steps));
    }

    public override bool Run(Func<ITrainingProgress, bool> train) => console
        .Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = BarWidth })
        .Start(context =>
        {
            _task = context.AddTask("the first step…", maxValue: _steps);
            _task.Value = _firstStep;
            return train(this);
        });

    public override void Stepped(TrainingStep step)
    {
        // A single batch's loss jumps about; about the last twenty are shown.
        _loss = _loss is { } before ? (0.95 * before) + (0.05 * step.Loss) : step.Loss;
        _step = step;
        Show();
    }

    public override void Evaluated(TrainingEvaluation evaluation)
    {
        _validationLoss = evaluation.ValidationLoss;
        console.WriteLine(Wording.Evaluation(evaluation));
        Show();
    }

    public override void End()
    {
    }

    private void Show()
    {
        if (_task is null || _loss is not { } loss)
            return;
        _task.Description = Markup.Escape(Wording.Live(_step, loss, _validationLoss));
        _task.Value = _step.Step;
    }
}

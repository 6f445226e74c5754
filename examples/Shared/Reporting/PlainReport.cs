using TensorDsl.Training;

namespace TensorDsl.Examples.Reporting;

/// <summary>A line per hundred steps and per evaluation, for logs and pipes.</summary>
internal sealed class PlainReport(TextWriter output) : Report
{
    public override long Every => 100;

    public override void Begin(long parameters, string data, long step, long steps) =>
        output.WriteLine(Wording.Begin(parameters, data, step, steps));

    public override void Stepped(TrainingStep step)
    {
        if (step.Step % Every == 0)
            output.WriteLine(Wording.Step(step));
    }

    public override void Evaluated(TrainingEvaluation evaluation) => output.WriteLine(Wording.Evaluation(evaluation));

    public override void End()
    {
    }
}

using TensorDsl.Training;

namespace TensorDsl.Examples.Reporting;

/// <summary>One JSON object per evaluation, and the last one again with <c>"done": true</c>.</summary>
internal sealed class JsonReport(TextWriter output) : Report
{
    private TrainLine? _last;

    public override long Every => long.MaxValue;

    public override void Begin(long parameters, string data, long step, long steps)
    {
    }

    public override void Stepped(TrainingStep step)
    {
    }

    public override void Evaluated(TrainingEvaluation evaluation)
    {
        _last = new TrainLine(evaluation.Step, evaluation.TrainingLoss, evaluation.ValidationLoss, evaluation.TokensPerSecond);
        output.WriteLine(JsonLines.Of(_last));
        output.Flush();
    }

    public override void End() => output.WriteLine(JsonLines.Of(_last! with { Done = true }));
}

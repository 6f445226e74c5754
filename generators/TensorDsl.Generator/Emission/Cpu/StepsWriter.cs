using TensorDsl.Generator.Scheduling;

namespace TensorDsl.Generator.Emission.Cpu;

/// <summary>Writes a plan's steps in order: kernels, and loops as loops.</summary>
internal abstract class StepsWriter
{
    /// <summary>Writes the call of one kernel.</summary>
    protected abstract void Kernel(CodeWriter code, Step step);

    /// <summary>Writes what must happen before a step.</summary>
    protected virtual void Before(CodeWriter code, Step step)
    {
    }

    /// <summary>Writes what must happen at the end of an iteration.</summary>
    protected virtual void AfterIteration(CodeWriter code)
    {
    }

    protected void Steps(CodeWriter code, IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            Before(code, step);
            if (step is LoopStep loop)
                Loop(code, loop);
            else
                Kernel(code, step);
        }
    }

    private void Loop(CodeWriter code, LoopStep step)
    {
        string i = Addresses.Counter(step.Loop);
        string head = step.Loop.IsDescending
            ? $"for (int {i} = {Addresses.Less1(step.Loop.Count)}; {i} >= 0; {i}--)"
            : $"for (int {i} = 0; {i} < {Text.Of(step.Loop.Count)}; {i}++)";
        code.Line();
        code.Block(head, () =>
        {
            Steps(code, step.Body);
            AfterIteration(code);
        });
        code.Line();
    }
}

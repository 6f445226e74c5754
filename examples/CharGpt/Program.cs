using System.CommandLine;
using System.CommandLine.Invocation;
using CharGptExample.Commands;
using TensorDsl.Checkpoints;
using TensorDsl.Text;
using TensorDsl.Training;

// Exit codes: 0 done, 1 training diverged, 2 bad input, 130 stopped by Ctrl-C with a checkpoint saved.
IgnoredInterrupt.Restore();
var root = new RootCommand("A small GPT that learns to write, character by character. Its definition is CharGptModel.cs.")
{
    Train.Command(),
    Sample.Command(),
    Eval.Command(),
};
try
{
    // A prompt may begin with '@', which would otherwise name a file of arguments.
    var line = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    if (line.Action is ParseErrorAction)
        return Fail(args.Length == 0 ? "Say what to do: train, sample or eval (--help explains)." : line.Errors[^1].Message, 2);
    return line.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception e) when (e is UsageException or CheckpointException or CorpusException)
{
    return Fail(e.Message, 2);
}
catch (TrainingException e)
{
    return Fail(e.Message, 1);
}

static int Fail(string message, int exitCode)
{
    // One line, whatever a file's name or content puts into the message.
    Console.Error.WriteLine(string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c)));
    return exitCode;
}

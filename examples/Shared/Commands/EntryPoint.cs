using System.CommandLine;
using System.CommandLine.Invocation;
using TensorDsl.Checkpoints;
using TensorDsl.Text;
using TensorDsl.Training;

namespace TensorDsl.Examples.Commands;

/// <summary>Runs a program's commands: each error is one line, and an exit code says what became of it.</summary>
internal static class EntryPoint
{
    /// <summary>It is done.</summary>
    public const int Done = 0;

    /// <summary>Training diverged.</summary>
    public const int Diverged = 1;

    /// <summary>The input is bad.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by Ctrl-C, with a checkpoint saved.</summary>
    public const int Stopped = 130;

    /// <summary>Runs what the command line asks for and returns the exit code.</summary>
    public static int Run(RootCommand root, string[] args)
    {
        IgnoredInterrupt.Restore();
        try
        {
            // A prompt may begin with '@', which would otherwise name a file of arguments.
            var line = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (line.Action is ParseErrorAction)
                return Fail(Explain(root, args, line), BadInput);
            return line.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (e is UsageException or CheckpointException or CorpusException)
        {
            return Fail(e.Message, BadInput);
        }
        catch (TrainingException e)
        {
            return Fail(e.Message, Diverged);
        }
    }

    // A word nobody knows is the mistake; that a command or a value is missing follows from it.
    private static string Explain(RootCommand root, string[] args, ParseResult line) => args.Length == 0
        ? $"Say what to do: {Names(root)} (--help explains)."
        : line.UnmatchedTokens.Count > 0 ? $"There is no '{line.UnmatchedTokens[0]}' here (--help explains)."
        : line.Errors[^1].Message;

    private static string Names(RootCommand root)
    {
        string[] names = [.. root.Subcommands.Select(command => command.Name)];
        return $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    private static int Fail(string message, int exitCode)
    {
        // One line, whatever a file's name or content puts into the message.
        Console.Error.WriteLine(string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c)));
        return exitCode;
    }
}

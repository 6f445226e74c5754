using System.CommandLine;
using System.CommandLine.Invocation;
using TensorDsl.Benchmarks;

// Exit codes: 0 measured, 1 a workload failed on the GPU, 2 bad input, 3 no GPU to measure.
var line = CommandLine.Root.Parse(args);
if (line.Action is ParseErrorAction)
    return Fail(line.Errors[0].Message);
try
{
    return line.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UsageException e)
{
    return Fail(e.Message);
}

static int Fail(string message)
{
    Console.Error.WriteLine(string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c)));
    return 2;
}

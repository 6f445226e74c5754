using System.Runtime.InteropServices;

namespace TensorDsl.Examples.Commands;

/// <summary>
/// A shell script's background job starts with SIGINT ignored, and .NET leaves an ignored signal so for good. Here
/// <c>kill -INT</c> is to save a checkpoint there too.
/// </summary>
internal static unsafe partial class IgnoredInterrupt
{
    private const int Interrupt = 2;
    private const int Default = 0;
    private const int Ignore = 1;

    // More than struct sigaction has anywhere; the handler is its first field.
    private const int ActionWords = 64;

    /// <summary>Must run before anything that touches the console, because that is when .NET looks.</summary>
    public static void Restore()
    {
        if (OperatingSystem.IsWindows())
            return;
        nint* action = stackalloc nint[ActionWords];
        if (GetAction(Interrupt, null, action) == 0 && action[0] == Ignore)
            SetHandler(Interrupt, Default);
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int GetAction(int signal, nint* action, nint* oldAction);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);
}

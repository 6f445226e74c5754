using System.Runtime.InteropServices;

namespace CharGptExample.Commands;

/// <summary>Turns SIGINT (Ctrl-C) and SIGTERM into a request to stop; a second one ends the process, as signals do.</summary>
internal sealed partial class StopSignals : IDisposable
{
    private const int Interrupt = 2;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public StopSignals()
    {
        // A shell's background job starts with SIGINT ignored, which .NET would respect; `kill -INT` is to work there too.
        if (!OperatingSystem.IsWindows())
            SetHandler(Interrupt, 0);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = !_stop.IsCancellationRequested;
        _stop.Cancel();
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);
}

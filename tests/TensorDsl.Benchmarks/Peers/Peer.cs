using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TensorDsl.Benchmarks;

/// <summary>
/// Another program that runs the workloads, as a process of its own. It is sent a line for each turn, what to run and for how
/// many seconds, and answers with a line: a JSON list of the milliseconds of each run, at least one, or none where it does not
/// know the workload. Its first line is <c>[]</c>, once it is ready. In place of a list it may answer with a JSON string that says
/// why it cannot.
/// </summary>
internal sealed class Peer : IDisposable
{
    /// <summary>How long an answer may take, in milliseconds.</summary>
    private const int Patience = 300_000;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors;
    private readonly string _settings = "";
    private bool _failed;

    private Peer(string name, ProcessStartInfo start)
    {
        (Name, _errors) = (name, new());
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    private Peer(string name, Peer program, string settings) =>
        (Name, _process, _errors, _settings) = (name, program._process, program._errors, settings);

    /// <summary>What the results call it.</summary>
    public string Name { get; }

    /// <summary>Starts a program.</summary>
    /// <exception cref="ContestantException">It ends, or does something else than it should.</exception>
    public static Peer Start(string name, ProcessStartInfo start)
    {
        Peer peer;
        try
        {
            peer = new Peer(name, start);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ContestantException(e.Message);
        }

        peer.Answer();
        return peer;
    }

    /// <summary>The same process with settings of its own, which each request ends with. It lasts as long as this.</summary>
    public Peer With(string settings, string name) => new(name, this, " " + settings);

    /// <summary>Lets it run for some time, at least once.</summary>
    /// <returns>What each run took, in milliseconds; nothing where it cannot, or has failed before.</returns>
    /// <exception cref="ContestantException">It fails.</exception>
    public IReadOnlyList<double> TakeTurn(string request, double seconds)
    {
        if (_failed)
            return [];
        try
        {
            _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{request}{_settings} seconds={seconds}"));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended; its answer, or what it said last, follows.
        }

        return Answer();
    }

    public void Dispose()
    {
        try
        {
            if (!_process.HasExited)
                _process.Kill();
        }
        finally
        {
            _process.Dispose();
        }
    }

    private double[] Answer()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        if (!line.Wait(Patience))
            throw Failure("no answer");
        if (line.Result is null)
        {
            _process.WaitForExit();
            throw Failure(_errors.LastOrDefault(error => error.Length > 0) ?? $"exit code {_process.ExitCode}");
        }

        try
        {
            if (line.Result.StartsWith('"'))
                throw Failure(JsonSerializer.Deserialize(line.Result, Times.Default.String)!);
            return JsonSerializer.Deserialize(line.Result, Times.Default.DoubleArray)!;
        }
        catch (JsonException)
        {
            throw Failure($"it answered '{line.Result}'");
        }
    }

    private ContestantException Failure(string reason)
    {
        _failed = true;
        return new ContestantException(reason);
    }
}

[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(string))]
internal sealed partial class Times : JsonSerializerContext;

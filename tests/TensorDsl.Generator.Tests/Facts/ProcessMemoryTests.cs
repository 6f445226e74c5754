using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TensorDsl.Generator.Tests.Facts;

/// <summary>What the hover text says of memory, against what the system says that a process takes.</summary>
public sealed class ProcessMemoryTests : IDisposable
{
    private const int Batch = 64;

    // Most of it parameters that are not multiplied by, so that a step of much memory is short.
    private const string Source = """
        [Model]
        public partial class Net
        {
            const int Words = 300_000, DModel = 64, Classes = 64;

            static Tensor Loss([Axes("B", "T")] Tokens tokens, [Axes("B", "T")] Tokens targets)
            {
                var x = Embedding(tokens, Parameter("words", Zeros, Words, DModel)) + LearnedPositions(tokens, 64, DModel);
                x = Repeat(6, x, h => h + FeedForward(LayerNorm(h), 4 * DModel, Gelu));
                return CrossEntropy(Linear(x, Classes), targets);
            }
        }
        """;

    private const string Main = """
        static long Resident() => long.Parse(System.IO.File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        int b = int.Parse(args[0]);
        long before = Resident();
        using var model = new Net(threads: 1);
        using var optimizer = new TensorDsl.Training.AdamW(model.Parameters, model.Gradients, new TensorDsl.Training.AdamWOptions());
        model.Backward(new int[b * 64], new int[b * 64], b, 64);
        optimizer.Step(model.Team, 0.001f);
        Console.Write(1024 * (Resident() - before));
        """;

    private static readonly string Dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("TensorDsl.");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_process_takes_what_is_said()
    {
        Assert.SkipUnless(File.Exists("/proc/self/status"), "This system does not say in /proc what a process takes.");
        var text = Hover.Of(Source);
        string program = Path.Combine(_folder.FullName, "Program.dll");
        text.EmitProgram(Main, program);
        foreach (string library in new[] { typeof(Tensor).Assembly.Location, typeof(System.Numerics.Tensors.TensorPrimitives).Assembly.Location })
            File.Copy(library, Path.Combine(_folder.FullName, Path.GetFileName(library)));
        File.Copy(Path.ChangeExtension(GetType().Assembly.Location, ".runtimeconfig.json"), Path.ChangeExtension(program, ".runtimeconfig.json"));

        double stated = Hover.Read(text.Training, @"takes ([\d,]+) bytes") + ((Batch - 1.0) * Hover.Read(text.Training, @"([\d,]+) more for one more B"));
        long thread = Hover.Read(text.Training, @"up to ([\d,]+) of scratch for each thread");
        long grown = await Grown(program);
        Assert.InRange(stated, 300e6, 500e6);
        TestContext.Current.SendDiagnosticMessage("{0:N0} stated, {1:N0} grown", stated, grown);

        // Large pages round each of five arenas up by at most 2 MiB, and the runtime compiles some megabytes of code: 5 % in all.
        Assert.InRange(grown, (long)(0.99 * stated), (long)(1.05 * stated) + thread);
    }

    private static async Task<long> Grown(string program)
    {
        var stop = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo(Dotnet, [program, Batch.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        Assert.Equal(0, process.ExitCode);
        return long.Parse(output, CultureInfo.InvariantCulture);
    }
}

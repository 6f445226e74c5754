using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;

namespace TensorDsl.Examples.Tests;

/// <summary>The benchmark's command line and what it prints; not what it measures.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BenchmarkTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("TensorDsl.");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--filter Z", "no workload 'Z', only A, B, C, D1, D2, D2-bf16, D2-int8, E, F, G, G-backward, H, H-native")]
    [InlineData("--filter A,", "no workload ''")]
    [InlineData("--filter D1x", "no workload 'D1x'")]
    [InlineData("--json --kernels", "--kernels prints a table")]
    [InlineData("--kernels --filter G,H", "A, B, C and F")]
    [InlineData("--seconds 0", "'0'")]
    [InlineData("--seconds", "--seconds")]
    [InlineData("--threads -1", "'-1'")]
    [InlineData("extra", "'extra'")]
    [InlineData("--device tpu", "'tpu'")]
    [InlineData("--device gpu --filter A", "no workload 'A', only B, C, D2, D2-32, E")]
    [InlineData("--device gpu --kernels", "--device gpu is for workloads")]
    [InlineData("--device gpu --generator", "--device gpu is for workloads")]
    [InlineData("--peers numpy", "no program 'numpy' to compare with, only pytorch, llm.c")]
    [InlineData("--peers pytorch,", "no program ''")]
    [InlineData("--device gpu --peers bf17", "pytorch-eager-float32, pytorch-eager-tf32, pytorch-eager-bf16, pytorch-compile-float32")]
    [InlineData("--json-file /dev/null/lines", "--json-file")]
    public async Task Bad_input_gets_one_line_and_exit_code_2(string line, string reason)
    {
        var outcome = await Example.Run("TensorDsl.Benchmarks", line.Split(' '));
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(reason, Assert.Single(outcome.Error.TrimEnd().Split('\n')));
    }

    [Fact]
    public async Task Prints_one_object_for_each_workload_that_is_asked_for()
    {
        var (lines, error) = await Measure("f", "PYTHON=");
        Assert.Equal("", error);
        var line = Assert.Single(lines);
        Assert.Equal(
            ["workload", "ms", "median_ms", "tokens_per_s", "gflops", "peak_fraction", "peers"],
            line.EnumerateObject().Select(property => property.Name));
        Assert.Equal("F", line.GetProperty("workload").GetString());
        Assert.InRange(line.GetProperty("ms").GetDouble(), 0.001, line.GetProperty("median_ms").GetDouble());
        Assert.InRange(line.GetProperty("peak_fraction").GetDouble(), 1e-6, 1e6);
        Assert.Empty(line.GetProperty("peers").EnumerateObject());

        // What a step reads and computes does not depend on its time: 4 × 32 tokens, and three times their products.
        double seconds = line.GetProperty("ms").GetDouble() / 1000;
        Assert.Equal(128, line.GetProperty("tokens_per_s").GetDouble() * seconds, tolerance: 1e-6);
        Assert.Equal(0.084983808, line.GetProperty("gflops").GetDouble() * seconds, tolerance: 1e-9);
    }

    [Fact]
    public async Task Without_a_gpu_one_line_says_so_and_the_exit_code_that_nothing_ran()
    {
        using (var device = Device.Best())
            Assert.SkipUnless(device.IsCpu, $"There is a GPU, {device.Name}.");
        var outcome = await Example.Run("TensorDsl.Benchmarks", "--device", "gpu");
        Assert.Equal((3, ""), (outcome.ExitCode, outcome.Output));
        string line = Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Matches("^Nothing was measured: (This program was built without ILGPU.*-p:Gpu=true|There is no GPU to run on\\. CUDA: )", line);
    }

    [Fact]
    public async Task A_file_gets_the_same_objects_after_those_that_it_has()
    {
        string file = Path.Combine(_folder.FullName, "lines");
        await File.WriteAllTextAsync(file, "{}\n", TestContext.Current.CancellationToken);
        var (printed, _) = await Measure("F", ["PYTHON="], ["--json-file", file]);
        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Assert.Equal(Assert.Single(printed).GetProperty("ms").GetDouble(), JsonDocument.Parse(lines[1]).RootElement.GetProperty("ms").GetDouble());
    }

    [Fact]
    public async Task A_program_that_is_not_chosen_is_not_started()
    {
        var (lines, error) = await Measure("F", [$"PYTHON={Script("touch \"$0.asked\"")}"], ["--peers", "llm"]);
        Assert.Equal("", error);
        Assert.Empty(Assert.Single(lines).GetProperty("peers").EnumerateObject());
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "python.asked")));
    }

    [Fact]
    public async Task The_first_step_has_the_loss_of_a_guess()
    {
        var outcome = await Example.Run("TensorDsl.FirstStep", "2");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal(Math.Log(65), double.Parse(Assert.Single(outcome.Lines), CultureInfo.InvariantCulture), tolerance: 0.1);
    }

    [Fact]
    public async Task Asks_the_other_programs_for_the_same_sizes_in_turns()
    {
        string python = Script("""tee -a "$0.asked" | sed -u 's/.*/[2.5, 1.25, 3]/'""");
        var (lines, error) = await Measure("F", $"PYTHON={python}");
        Assert.Equal("", error);
        var peer = Assert.Single(Assert.Single(lines).GetProperty("peers").EnumerateObject());
        Assert.Equal(("pytorch", 1.25), (peer.Name, peer.Value.GetDouble()));
        string[] asked = await File.ReadAllLinesAsync(python + ".asked", TestContext.Current.CancellationToken);
        Assert.True(asked.Length >= 2, "There is a turn after the warm-up.");
        Assert.All(asked, line => Assert.Equal(
            "train layers=2 heads=2 width=64 ff=256 vocab=65 context=32 batch=4 tokens=32 gpt2=0 seconds=0.3", line));
    }

    [Theory]
    [InlineData("cat > /dev/null & echo 'no memory' >&2; exit 1", "no memory")]
    [InlineData("read line; echo '[1]'; read line; echo 'no memory' >&2; exit 1", "no memory")]
    [InlineData("read line; exit 3", "exit code 3")]
    [InlineData("read line; echo '\"RuntimeError: no compiler\"'; read line", "RuntimeError: no compiler")]
    [InlineData("read line; echo Segfault; read line", "it answered 'Segfault'")]
    public async Task A_program_that_fails_is_left_out_with_one_line(string work, string reason)
    {
        var (lines, error) = await Measure("F", $"PYTHON={Script(work)}");
        Assert.Equal($"pytorch is left out: {reason}\n", error);
        Assert.Empty(Assert.Single(lines).GetProperty("peers").EnumerateObject());
    }

    [Fact]
    public async Task A_program_that_does_not_know_a_workload_has_no_time_for_it()
    {
        var (lines, error) = await Measure("F", $"PYTHON={Script("sed -u 's/.*/[]/'")}");
        Assert.Equal("", error);
        Assert.Empty(Assert.Single(lines).GetProperty("peers").EnumerateObject());
    }

    [Fact]
    public async Task A_program_that_cannot_be_compiled_is_left_out_with_one_line()
    {
        var (lines, error) = await Measure("F", "PYTHON=", $"LLMC={_folder.FullName}");
        Assert.StartsWith("llm.c is left out: ", Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Single(lines);
    }

    private static Task<(List<JsonElement> Lines, string Error)> Measure(string letters, params string[] environment) => Measure(letters, environment, []);

    private static async Task<(List<JsonElement> Lines, string Error)> Measure(string letters, string[] environment, string[] options)
    {
        var outcome = await Example.RunIn(["LLMC=", .. environment], "TensorDsl.Benchmarks", ["--json", "--seconds", "0.01", "--filter", letters, .. options]);
        Assert.Equal(0, outcome.ExitCode);
        return ([.. outcome.Lines.Select(line => JsonDocument.Parse(line).RootElement)], outcome.Error);
    }

    /// <summary>A Python that has PyTorch, and does some work in its place.</summary>
    private string Script(string work)
    {
        string path = Path.Combine(_folder.FullName, "python");
        File.WriteAllText(path, $"#!/bin/sh\nif [ \"$1\" = -c ]; then echo True; exit; fi\necho '[]'\n{work}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}

using System.Globalization;
using System.Text.Json;
using TensorDsl.Checkpoints;

namespace TensorDsl.Examples.Tests;

public class CharGptTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    [Fact]
    public async Task Without_a_text_it_learns_from_the_documentation_of_the_SDK()
    {
        var outcome = await Example.CharGpt("train", "--steps", "2", "--out", trained["documentation"]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("characters to learn from", outcome.Output);
        Assert.Contains("checkpoint.safetensors", outcome.Output);
        Assert.Contains("step 2 ", outcome.Output);
    }

    [Fact]
    public async Task With_json_every_line_is_an_evaluation_and_the_last_is_done()
    {
        var outcome = await Example.CharGpt("train", "--text", trained.Text, "--steps", "5", "--eval-every", "2", "--json", "--out", trained["json"]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        var lines = outcome.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([2, 4, 5, 5], lines.Select(line => line.GetProperty("step").GetInt64()));
        Assert.All(lines[..^1], line => Assert.Equal(["step", "train_loss", "val_loss", "tokens_per_s"], line.EnumerateObject().Select(property => property.Name)));
        Assert.True(lines[^1].GetProperty("done").GetBoolean());
        foreach (string name in (string[])["train_loss", "val_loss", "tokens_per_s"])
        {
            Assert.All(lines, line => Assert.True(line.GetProperty(name).GetDouble() > 0));
            Assert.Equal(lines[^2].GetProperty(name).GetDouble(), lines[^1].GetProperty(name).GetDouble());
        }

        Assert.InRange(lines[0].GetProperty("val_loss").GetDouble(), 3, 5); // ln 96 = 4.56 before anything is learned
    }

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task A_signal_saves_and_resuming_ends_with_the_same_bytes(int signal)
    {
        if (OperatingSystem.IsWindows())
            return; // no signal can be sent to a process there
        string whole = trained[$"whole{signal}"], parts = trained[$"parts{signal}"];
        string[] options = ["--text", trained.Text, "--steps", "40", "--eval-every", "5", "--seed", "7", "--json"];
        var uninterrupted = await Example.CharGpt(["train", .. options, "--out", whole]);
        Assert.Equal((0, ""), (uninterrupted.ExitCode, uninterrupted.Error));

        using var process = Example.Start("CharGpt", ["train", .. options, "--out", parts]);
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Example.Signal(process, signal);
        var stopped = await Example.Finish(process);
        Assert.Equal(130, stopped.ExitCode);
        Assert.DoesNotContain("done", stopped.Output);
        Assert.Contains("train --resume --out", stopped.Error);
        using (var checkpoint = Checkpoint.Open(CheckpointIn(parts)))
            Assert.InRange(checkpoint.Whole("step"), 5, 39);

        var resumed = await Example.CharGpt("train", "--resume", "--out", parts, "--text", trained.Text, "--json");
        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Error));
        Assert.Equal(File.ReadAllBytes(CheckpointIn(whole)), File.ReadAllBytes(CheckpointIn(parts)));
        Assert.Equal([CheckpointIn(parts)], Directory.GetFileSystemEntries(parts));
    }

    [Fact]
    public async Task An_interrupt_reaches_a_background_job_too()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var process = Example.StartInBackground("train", "--text", trained.Text, "--steps", "200", "--eval-every", "1", "--json", "--out", trained["job"]);
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Example.Signal(process, Interrupt);
        Assert.Equal(130, (await Example.Finish(process)).ExitCode);
    }

    [Fact]
    public async Task Overwriting_starts_over()
    {
        string[] options = ["--text", trained.Text, "--steps", "2", "--json", "--out", trained["over"]];
        await Example.CharGpt(["train", .. options]);
        byte[] first = File.ReadAllBytes(CheckpointIn(trained["over"]));
        var outcome = await Example.CharGpt(["train", .. options, "--overwrite", "--seed", "5"]);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.NotEqual(first, File.ReadAllBytes(CheckpointIn(trained["over"])));
    }

    [Fact]
    public async Task A_sample_begins_with_the_prompt_and_depends_on_the_seed_alone()
    {
        string first = await Sample("--seed", "3");
        Assert.StartsWith("@line \"e", first);
        Assert.Equal(8 + 60 + 1, first.Length);
        Assert.Equal(first, await Sample("--seed", "3"));
        Assert.NotEqual(first, await Sample("--seed", "4"));
        Assert.Equal(await Sample("--seed", "3", "--temperature", "0"), await Sample("--seed", "4", "--top-k", "1"));

        async Task<string> Sample(params string[] options)
        {
            var outcome = await Example.CharGpt(["sample", "--out", trained.Run, "--prompt", "@line “é", "--length", "60", .. options]);
            Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
            return outcome.Output;
        }
    }

    [Fact]
    public async Task Evaluation_covers_the_whole_validation_part()
    {
        string file = CheckpointIn(trained.Run);
        var json = await Example.CharGpt("eval", "--checkpoint", file, "--text", trained.Text, "--json");
        var line = JsonDocument.Parse(Assert.Single(json.Lines)).RootElement;
        int characters = File.ReadAllText(trained.Text).Replace("\r", "").Length;
        Assert.Equal(characters - (characters * 9 / 10) - 1, line.GetProperty("characters").GetInt64());
        double loss = line.GetProperty("val_loss").GetDouble();
        Assert.Equal(Math.Exp(loss), line.GetProperty("perplexity").GetDouble(), 1e-9);

        var plain = await Example.CharGpt("eval", "--checkpoint", file, "--text", trained.Text);
        Assert.Contains(loss.ToString("F4", CultureInfo.InvariantCulture), Assert.Single(plain.Lines));
    }

    [Fact]
    public async Task Weights_in_fewer_bits_write_and_are_measured()
    {
        foreach (string weights in (string[])["bf16", "int8"])
        {
            var sample = await Example.CharGpt("sample", "--out", trained.Run, "--prompt", "@", "--length", "70", "--weights", weights);
            Assert.Equal((0, "", 1 + 70 + 1), (sample.ExitCode, sample.Error, sample.Output.Length));
        }

        double whole = await Loss("float32"), half = await Loss("bf16"), quarter = await Loss("int8");
        Assert.NotEqual(whole, half);
        Assert.NotEqual(half, quarter);
        Assert.Equal(whole, half, 0.01 * whole);
        Assert.Equal(whole, quarter, 0.02 * whole);

        async Task<double> Loss(string weights)
        {
            var outcome = await Example.CharGpt("eval", "--out", trained.Run, "--text", trained.Text, "--json", "--weights", weights);
            Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
            return JsonDocument.Parse(Assert.Single(outcome.Lines)).RootElement.GetProperty("val_loss").GetDouble();
        }
    }

    [Theory]
    [InlineData("--help", "train")]
    [InlineData("train --help", "--eval-every")]
    [InlineData("sample --help", "--top-k")]
    [InlineData("eval --help", "--checkpoint")]
    [InlineData("eval --help", "[default: float32]")]
    public async Task Help_is_no_error(string line, string expected)
    {
        var outcome = await Example.CharGpt(line.Split(' '));
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains(expected, outcome.Output);
    }

    private static string CheckpointIn(string folder) => Path.Combine(folder, "checkpoint.safetensors");
}

using System.Text.RegularExpressions;
using TensorDsl.Checkpoints;

namespace TensorDsl.Examples.Tests;

public sealed class TranslateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("translate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_learns_translates_scores_and_resumes()
    {
        string[] options = ["--eval-every", "2", "--json", "--seed", "3"];
        var whole = await Example.Translate(["train", "--steps", "4", "--out", In("whole"), .. options]);
        Assert.Equal((0, ""), (whole.ExitCode, whole.Error));
        Assert.Equal(3, whole.Lines.Length); // two evaluations, the last one twice

        byte[] trained = File.ReadAllBytes(CheckpointIn("whole"));
        var resumed = await Example.Translate("train", "--resume", "--json", "--out", In("whole"));
        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Error));
        Assert.Equal(trained, File.ReadAllBytes(CheckpointIn("whole"))); // nothing was left to do
        var refused = await Example.Translate("train", "--resume", "--language", "fr", "--out", In("whole"));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("another text", refused.Error);

        var translated = await Example.Translate("translate", "--out", In("whole"), "--text", "The file does not exist.", "--beams", "2");
        Assert.Equal((0, ""), (translated.ExitCode, translated.Error));
        Assert.Equal(translated.Output, (await Example.Translate("translate", "--out", In("whole"), "--text", "The file does not exist.", "--beams", "2")).Output);
        var scored = await Example.Translate("eval", "--out", In("whole"), "--sentences", "3", "--beams", "1");
        Assert.Equal((0, ""), (scored.ExitCode, scored.Error));
        Assert.Matches(new Regex(@"^BLEU \d+\.\d\d on 3 held-out sentences; \d+\.\d\d for the English as it is\s*$"), scored.Output);
    }

    [Fact]
    public async Task An_interrupt_saves_and_resuming_ends_with_the_same_bytes()
    {
        if (OperatingSystem.IsWindows())
            return; // no signal can be sent to a process there
        const int Interrupt = 2;
        string[] options = ["--steps", "12", "--eval-every", "2", "--json", "--seed", "7"];
        var uninterrupted = await Example.Translate(["train", .. options, "--out", In("whole")]);
        Assert.Equal((0, ""), (uninterrupted.ExitCode, uninterrupted.Error));

        using var process = Example.Start("Translate", ["train", .. options, "--out", In("parts")]);
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Example.Signal(process, Interrupt);
        var stopped = await Example.Finish(process);
        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("Translate train --resume --out", stopped.Error);
        using (var checkpoint = Checkpoint.Open(CheckpointIn("parts")))
            Assert.InRange(checkpoint.Whole("step"), 2, 11);

        var resumed = await Example.Translate("train", "--resume", "--out", In("parts"), "--json");
        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Error));
        Assert.Equal(File.ReadAllBytes(CheckpointIn("whole")), File.ReadAllBytes(CheckpointIn("parts")));
    }

    [Theory]
    [InlineData("", "train, translate or eval")]
    [InlineData("train --language tlh", "'tlh'")]
    [InlineData("train --language tlh --form huge", "--form is small or base, not 'huge'")]
    [InlineData("train --resume --out {0}/none", "does not exist")]
    [InlineData("train --steps 0", "'0'")]
    [InlineData("translate --out {0}/none --text x", "does not exist")]
    [InlineData("eval --out {0}/none", "does not exist")]
    [InlineData("eval --beams 0", "'0'")]
    public async Task Bad_input_gets_one_line_and_exit_code_2(string line, string reason)
    {
        var outcome = await Example.Translate([.. line.Replace("{0}", _folder).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.Error.TrimEnd('\r', '\n').Split('\n'));
        Assert.Contains(reason, outcome.Error);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string CheckpointIn(string name) => Path.Combine(In(name), "checkpoint.safetensors");
}

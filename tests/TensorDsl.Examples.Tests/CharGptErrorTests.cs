namespace TensorDsl.Examples.Tests;

public class CharGptErrorTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    [Theory]
    [InlineData("", "train, sample or eval")]
    [InlineData("foo", "'foo'")]
    [InlineData("train --bogus", "'--bogus'")]
    [InlineData("train extra", "'extra'")]
    [InlineData("train --steps", "--steps")]
    [InlineData("train --steps -5", "'-5'")]
    [InlineData("train --steps 0", "'0'")]
    [InlineData("train --steps many", "'many'")]
    [InlineData("train --steps 1e3", "'1e3'")]
    [InlineData("train --steps 99999999999999999999", "--steps")]
    [InlineData("train --steps 2 --steps 3", "--steps")]
    [InlineData("train --seed -1", "'-1'")]
    [InlineData("train --eval-every 0", "'0'")]
    [InlineData("train --threads -1", "'-1'")]
    [InlineData("train --device moon", "cpu, gpu or best, not 'moon'")]
    [InlineData("sample --out {0}/run --device", "--device")]
    [InlineData("train --json=perhaps", "perhaps")]
    [InlineData("train --resume --overwrite --out {0}/run", "--resume or --overwrite")]
    [InlineData("train --text {0}/none --out {0}/new", "does not exist")]
    [InlineData("train --text {0} --out {0}/new", "is a directory")]
    [InlineData("train --text {0}/empty --out {0}/new", "is empty")]
    [InlineData("train --text {0}/short --out {0}/new", "too short")]
    [InlineData("train --text {0}/text.txt --out {0}/text.txt", "could not be written")]
    [InlineData("train --text {0}/text.txt --out {0}/run", "exists already")]
    [InlineData("train --text {0}/text.txt --out {0}/new --resume", "nothing to resume")]
    [InlineData("train --text {0}/text.txt --out {0}/run --resume --steps 3", "steps = 2, not 3")]
    [InlineData("train --text {0}/text.txt --out {0}/run --resume --seed 3", "seed = 1337, not 3")]
    [InlineData("train --text {0}/corrupt --out {0}/run --resume", "another text")]
    [InlineData("train --text {0}/text.txt --out {0}/damaged --resume", "is damaged")]
    [InlineData("sample --out {0}/new", "does not exist")]
    [InlineData("sample --checkpoint {0}/none", "does not exist")]
    [InlineData("sample --checkpoint {0}", "is a directory")]
    [InlineData("sample --checkpoint {0}/empty", "truncated")]
    [InlineData("sample --checkpoint {0}/text.txt", "is damaged")]
    [InlineData("sample --checkpoint {0}/truncated", "truncated")]
    [InlineData("sample --checkpoint {0}/corrupt", "checksum")]
    [InlineData("sample --checkpoint {0}/other", "another model ('Another'")]
    [InlineData("sample --checkpoint {0}/other --out {0}/run", "not both")]
    [InlineData("sample --out {0}/run --temperature nan", "'nan'")]
    [InlineData("sample --out {0}/run --temperature -1", "'-1'")]
    [InlineData("sample --out {0}/run --temperature infinity", "'infinity'")]
    [InlineData("sample --out {0}/run --top-k 0", "'0'")]
    [InlineData("sample --out {0}/run --length 0", "'0'")]
    [InlineData("sample --out {0}/run --top-p 1.5", "from 0.001 to 1, not '1.5'")]
    [InlineData("sample --out {0}/run --min-p -1", "'-1'")]
    [InlineData("sample --out {0}/run --repetition-penalty 0", "'0'")]
    [InlineData("sample --out {0}/run --weights int4", "float32, bf16 or int8, not 'int4'")]
    [InlineData("eval --checkpoint {0}/corrupt --text {0}/text.txt", "checksum")]
    [InlineData("eval --checkpoint {0}/other --text {0}/text.txt", "another model")]
    [InlineData("eval --out {0}/run --text {0}/short", "too short")]
    [InlineData("eval --out {0}/run --text {0}/none", "does not exist")]
    public async Task Bad_input_gets_one_line_and_exit_code_2(string line, string reason)
    {
        string[] arguments = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var outcome = await Example.CharGpt([.. arguments.Select(argument => argument.Replace("{0}", trained.Folder))]);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Single(outcome.Error.TrimEnd('\r', '\n').Split('\n'));
        Assert.Contains(reason, outcome.Error);
        Assert.False(Directory.Exists(trained["new"]), "Bad input left a folder behind.");
    }
}

using System.Text;
using TensorDsl.Checkpoints;

namespace TensorDsl.Training.Tests;

public sealed class CheckpointTests : IDisposable
{
    private static readonly Dictionary<string, string> Metadata = new() { ["step"] = "12", ["note"] = "ä \"quoted\"" };

    private readonly TemporaryFolder _folder = new();
    private readonly float[] _a = [1, 2, 3, 4, 5, 6];
    private readonly float[] _b = [float.NaN, float.NegativeInfinity, -0f];

    private string File => _folder["c.safetensors"];

    private List<StoredTensor> Tensors => [new("a", [2, 3], () => _a), new("b", [3], () => _b), new("scalar", [], () => _a.AsSpan(5)), new("none", [0, 4], () => [])];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_bit_by_bit()
    {
        Write();
        float[] a = new float[6], b = new float[3], scalar = new float[1];
        using var checkpoint = Checkpoint.Open(File);
        checkpoint.Load("M", [new("b", [3], () => b), new("a", [2, 3], () => a), new("scalar", [], () => scalar), new("none", [0, 4], () => [])]);
        Assert.Equal(_a, a);
        Assert.Equal(_b.Select(BitConverter.SingleToInt32Bits), b.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal([6], scalar);
        Assert.Equal("M", checkpoint.Model);
        Assert.Equal(12, checkpoint.Whole("step"));
        Assert.Equal("ä \"quoted\"", checkpoint.Text("note"));
        Assert.Throws<CheckpointException>(() => checkpoint.Text("other"));
        Assert.Throws<CheckpointException>(() => checkpoint.Whole("note"));
    }

    [Fact]
    public void The_file_is_safetensors_and_the_same_content_gives_the_same_bytes()
    {
        Write();
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        int length = BitConverter.ToInt32(bytes, 0);
        Assert.Equal(0, BitConverter.ToInt32(bytes, 4));
        Assert.Equal(0, length % 8);
        string header = Encoding.UTF8.GetString(bytes, 8, length);
        Assert.StartsWith("{\"__metadata__\":{", header);
        Assert.EndsWith(
            "},\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},\"b\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[24,36]},"
            + "\"scalar\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[36,40]},\"none\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[40,40]}}",
            header.TrimEnd(' '));
        Assert.Equal(_a, Enumerable.Range(0, 6).Select(i => BitConverter.ToSingle(bytes, 8 + length + (4 * i))));
        Assert.Equal(8 + length + 40, bytes.Length);

        Checkpoint.Write(File, "M", Metadata.Reverse().ToDictionary(), Tensors);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void No_changed_byte_goes_unnoticed()
    {
        Write();
        byte[] good = System.IO.File.ReadAllBytes(File);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 1;
            System.IO.File.WriteAllBytes(File, bad);
            string message = Assert.Throws<CheckpointException>(() => Checkpoint.Open(File).Dispose()).Message;
            Assert.Contains("is damaged", message);
        }
    }

    [Fact]
    public void No_truncation_and_no_addition_goes_unnoticed()
    {
        Write();
        byte[] good = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length < good.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, good[..length]);
            Assert.Contains("truncated", Assert.Throws<CheckpointException>(() => Checkpoint.Open(File).Dispose()).Message);
        }

        System.IO.File.WriteAllBytes(File, [.. good, 0]);
        Assert.Contains("follows the data", Assert.Throws<CheckpointException>(() => Checkpoint.Open(File).Dispose()).Message);
    }

    [Fact]
    public void A_missing_file_and_a_directory_are_errors()
    {
        Assert.Contains("does not exist", Assert.Throws<CheckpointException>(() => Checkpoint.Open(File)).Message);
        Assert.Contains("is a directory", Assert.Throws<CheckpointException>(() => Checkpoint.Open(_folder.Path)).Message);
    }

    [Fact]
    public void Another_model_is_refused_with_the_first_difference_and_nothing_is_filled()
    {
        Write();
        float[] a = new float[6];
        AssertOther("M", [new("a", [3, 2], () => a)], "tensor 'a' is (2, 3), here (3, 2)");
        AssertOther("M", [new("a", [2, 3], () => a), new("z", [7], () => new float[7])], "no tensor 'z', which is (7) here");
        AssertOther("M", [new("a", [2, 3], () => a)], "tensor 'b', (3), does not exist here");
        AssertOther("Other", Tensors, "('M', here 'Other')");
        Assert.Equal(new float[6], a);

        void AssertOther(string model, List<StoredTensor> tensors, string difference)
        {
            using var checkpoint = Checkpoint.Open(File);
            var error = Assert.Throws<CheckpointException>(() => checkpoint.Load(model, tensors));
            Assert.Contains(difference, error.Message);
            Assert.Contains("another model", error.Message);
        }
    }

    [Fact]
    public void Tensors_that_are_ignored_may_be_there()
    {
        Checkpoint.Write(File, "M", Metadata, [new("a", [2, 3], () => _a), new("optimizer.a", [2, 3], () => _a)]);
        float[] a = new float[6];
        using var checkpoint = Checkpoint.Open(File);
        checkpoint.Load("M", [new("a", [2, 3], () => a)], ignored: "optimizer.");
        Assert.Equal(_a, a);
    }

    [Fact]
    public void A_part_is_loaded_by_name_and_shape_and_the_rest_reported()
    {
        Write();
        float[] a = new float[6], b = [7, 7, 7], scalar = [7], reshaped = [7, 7, 7, 7];
        List<StoredTensor> tensors = [new("a", [2, 3], () => a), new("b", [3], () => b), new("scalar", [1], () => scalar), new("none", [2, 2], () => reshaped), new("extra", [1], () => scalar)];
        using var checkpoint = Checkpoint.Open(File);
        var part = checkpoint.LoadPart(tensors, "?");
        AssertPart(["a", "b"], [], [], []);
        Assert.Equal(_a, a);
        Assert.Equal(_b.Select(BitConverter.SingleToInt32Bits), b.Select(BitConverter.SingleToInt32Bits));

        part = checkpoint.LoadPart([.. tensors[2..], tensors[0]]);
        AssertPart(["a"], ["extra"], ["scalar", "none"], ["b"]);
        Assert.Equal("1 loaded; not in the file: extra; of another shape: scalar, none; in the file only: b", part.ToString());
        Assert.All([.. scalar, .. reshaped], value => Assert.Equal(7, value));
        var error = Assert.Throws<CheckpointException>(() => checkpoint.LoadPart(tensors, "e*"));
        Assert.Contains("has nothing for 'e*': 0 loaded; not in the file: extra.", error.Message);

        void AssertPart(string[] loaded, string[] missing, string[] otherShape, string[] unused)
        {
            Assert.Equal(loaded, part.Loaded);
            Assert.Equal(missing, part.Missing);
            Assert.Equal(otherShape, part.OtherShape);
            Assert.Equal(unused, part.Unused);
        }
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        Write();
        byte[] before = System.IO.File.ReadAllBytes(File);
        int reads = 0;
        // Read once for the checksum, then while the file is written.
        StoredTensor failing = new("b", [3], () => ++reads > 1 ? throw new IOException("No space left on device") : _b);
        var error = Assert.Throws<CheckpointException>(() => Checkpoint.Write(File, "M", Metadata, [Tensors[0], failing]));
        Assert.Contains("No space left on device", error.Message);
        Assert.Equal(2, reads);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        Assert.Equal([File], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_an_error_and_a_new_folder_is_made()
    {
        System.IO.File.WriteAllText(_folder["file"], "");
        Assert.Throws<CheckpointException>(() => Checkpoint.EnsureWritable(Path.Combine(_folder["file"], "c")));
        Assert.Throws<CheckpointException>(() => Checkpoint.EnsureWritable(_folder.Path));
        Assert.Throws<CheckpointException>(() => Checkpoint.Write(Path.Combine(_folder["none"], "c"), "M", Metadata, Tensors));
        Checkpoint.EnsureWritable(Path.Combine(_folder["new"], "deep", "c"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder["new"], "deep")));
    }

    private void Write() => Checkpoint.Write(File, "M", Metadata, Tensors);
}

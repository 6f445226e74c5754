using System.Text;
using TensorDsl.Checkpoints;

namespace TensorDsl.Training.Tests;

public sealed class MalformedSafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, int, string> Headers { get; } = new()
    {
        { "", 0, "begin with '{'" },
        { "[]", 0, "begin with '{'" },
        { " {}", 0, "begin with '{'" },
        { "{", 0, "not valid JSON" },
        { "{} x", 0, "not valid JSON" },
        { "{\"a\":{},\"a\":{}}", 0, "twice" },
        { "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, "twice" },
        { "{\"__metadata__\":{\"k\":\"\\ud800\"}}", 0, "not valid JSON" },
        { "{\"__metadata__\":[]}", 0, "metadata is not an object" },
        { "{\"__metadata__\":{\"k\":1}}", 0, "metadata 'k' is not a text" },
        { "{\"a\":1}", 0, "'a' is not an object" },
        { "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "no dtype" },
        { "{\"a\":{\"dtype\":1,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "no dtype" },
        { "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "dtype F16" },
        { "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "no shape" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":4,\"data_offsets\":[0,4]}}", 4, "no shape" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4, "whole numbers" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"1\"],\"data_offsets\":[0,4]}}", 4, "whole numbers" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "impossible shape (-1)" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483648],\"data_offsets\":[0,4]}}", 4, "impossible shape" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,4]}}", 4, "impossible shape" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}", 4, "whole numbers" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "no data_offsets" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4, "no valid data_offsets" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}", 4, "no valid data_offsets" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}", 4, "no valid data_offsets" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4, "no valid data_offsets" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "takes 8 bytes, but 4" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "leaves a gap" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "overlaps" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "overlaps" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 3, "truncated" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 5, "follows the data" },
        { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "its format is 'none'" },
        { "{\"__metadata__\":{\"format\":\"tensordsl-checkpoint-9\"}}", 0, "its format is 'tensordsl-checkpoint-9'" },
        { "{\"__metadata__\":{\"format\":\"tensordsl-checkpoint-1\"}}", 0, "checksum" },
        { "{\"__metadata__\":{\"format\":\"tensordsl-checkpoint-1\",\"sha256\":\"00\"}}", 0, "checksum" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_bad_header_is_one_clear_error(string json, int dataBytes, string reason) =>
        AssertDamaged([.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(json)), .. Encoding.UTF8.GetBytes(json), .. new byte[dataBytes]], reason);

    [Theory]
    [InlineData(100_000_001ul, "longer than the allowed")]
    [InlineData(ulong.MaxValue, "longer than the allowed")]
    [InlineData(100_000_000ul, "truncated")]
    [InlineData(3ul, "truncated")]
    public void A_bad_length_is_one_clear_error(ulong length, string reason) => AssertDamaged([.. BitConverter.GetBytes(length), .. "{}"u8], reason);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_one_clear_error() => AssertDamaged([.. BitConverter.GetBytes(7L), .. "{\"\u00ff"u8[..2], 0xFF, .. "\":1}"u8], "not valid JSON");

    [Fact]
    public void An_empty_file_is_one_clear_error() => AssertDamaged([], "truncated");

    private void AssertDamaged(byte[] bytes, string reason)
    {
        string path = _folder["bad"];
        File.WriteAllBytes(path, bytes);
        string message = Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Message;
        Assert.Contains($"'{path}' is damaged", message);
        Assert.Contains(reason, message);
        Assert.DoesNotContain('\n', message);
        File.Delete(path); // on Windows this would fail if the file were still open
    }
}

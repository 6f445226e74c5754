using Xunit.Sdk;

namespace TensorDsl.Generator.Tests.Support;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots").FullName;

    private string Verified => Path.Combine(_folder, "Some.Test.verified.cs");

    private string Received => Path.Combine(_folder, "Some.Test.received.cs");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void New_text_is_written_to_be_approved()
    {
        Assert.Throws<FailException>(() => Verify("a\nb"));
        Assert.Equal("a\nb", File.ReadAllText(Received));
    }

    [Fact]
    public void Approved_text_passes_whatever_its_line_endings()
    {
        File.WriteAllText(Verified, "a\r\nb");
        File.WriteAllText(Received, "old");
        Verify("a\nb");
        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void A_difference_is_named_by_its_line()
    {
        File.WriteAllText(Verified, "a\nb\nc");
        var failure = Assert.Throws<FailException>(() => Verify("a\nx\nc"));
        Assert.Contains("Line 2 differs.\n  approved: b\n  received: x", failure.Message, StringComparison.Ordinal);
        Assert.Equal("a\nx\nc", File.ReadAllText(Received));
    }

    private void Verify(string text) => Snapshot.Verify(text, null, Path.Combine(_folder, "Some.cs"), "Test");
}

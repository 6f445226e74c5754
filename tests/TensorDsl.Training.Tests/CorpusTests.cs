using TensorDsl.Text;

namespace TensorDsl.Training.Tests;

public sealed class CorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Documentation_becomes_one_line_a_member_with_short_names()
    {
        Pack("packs/A.Ref/1.0/ref/net10.0/A.xml", """
            <member name="M:A.F"><summary>Joins a
              <see cref="T:System.Collections.Generic.List`1" /> and <paramref name="other" />,
              <see langword="null" /> allowed.</summary>
              <param name="other">Another <see cref="M:System.String.Join(System.Char,System.Object[])">text</see>.</param>
              <exception cref="T:X">Never.</exception>
              <returns>A <see cref="M:System.Text.StringBuilder.#ctor" />, see <see cref="M:A.Map``1(``0)" />.</returns>
              <remarks><para>First.</para><para>Second &amp; last.</para><code>x = 1;</code></remarks></member>
            <member name="M:A.Empty"><exception cref="T:X">Never.</exception></member>
            <member name="M:A.G"><summary>Once.</summary></member>
            <member name="M:A.H"><summary> Once. </summary></member>
            """);
        Assert.Equal(
            "Joins a List and other, null allowed. Another text. A StringBuilder, see Map. First. Second & last.\nOnce.\n",
            ApiDocumentation.Read(_folder.Path, 10_000));
    }

    [Fact]
    public void Files_are_read_in_ordinal_order_and_translations_and_lists_left_out()
    {
        Pack("packs/b.Ref/1.0/ref/net10.0/A.xml", "<member><summary>3</summary></member>");
        Pack("packs/B.Ref/1.0/ref/net10.0/z.xml", "<member><summary>2</summary></member>");
        Pack("packs/B.Ref/1.0/ref/net10.0/Z.xml", "<member><summary>1</summary></member>");
        Pack("packs/B.Ref/1.0/ref/net10.0/de/Z.xml", "<member><summary>eins</summary></member>");
        Pack("packs/B.Ref/1.0/data/List.xml", "<member><summary>list</summary></member>");
        Pack("packs/B.Host/1.0/ref/net10.0/Z.xml", "<member><summary>host</summary></member>");
        Assert.Equal("1\n2\n3\n", ApiDocumentation.Read(_folder.Path, 10_000));
        Assert.Equal("1\n2\n", ApiDocumentation.Read(_folder.Path, 5));
    }

    [Fact]
    public void No_documentation_or_a_broken_file_is_an_error()
    {
        Assert.Contains(_folder.Path, Assert.Throws<CorpusException>(() => ApiDocumentation.Read(_folder.Path, 100)).Message);
        Pack("packs/B.Ref/1.0/ref/net10.0/Z.xml", "<member><summary>1</member>");
        Assert.Contains("Z.xml", Assert.Throws<CorpusException>(() => ApiDocumentation.Read(_folder.Path, 100)).Message);
    }

    [Fact]
    public void Plain_text_is_UTF8_with_or_without_a_mark()
    {
        File.WriteAllBytes(_folder["a"], [0xEF, 0xBB, 0xBF, (byte)'h', 0xC3, 0xA9]);
        File.WriteAllBytes(_folder["b"], [(byte)'h', 0xC3, 0xA9, 0xFF]);
        Assert.Equal("hé", PlainText.Read(_folder["a"]));
        Assert.Equal("hé\uFFFD", PlainText.Read(_folder["b"]));
    }

    [Fact]
    public void A_missing_file_a_directory_and_an_empty_file_are_errors()
    {
        File.WriteAllText(_folder["empty"], "");
        File.WriteAllBytes(_folder["mark"], [0xEF, 0xBB, 0xBF]);
        AssertError(_folder["none"], "does not exist");
        AssertError(_folder.Path, "is a directory");
        AssertError(_folder["empty"], "is empty");
        AssertError(_folder["mark"], "is empty");

        static void AssertError(string path, string reason)
        {
            string message = Assert.Throws<CorpusException>(() => PlainText.Read(path)).Message;
            Assert.Contains(path, message);
            Assert.Contains(reason, message);
        }
    }

    private void Pack(string path, string members)
    {
        string file = _folder[path];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"<?xml version=\"1.0\"?><doc><assembly><name>A</name></assembly><members>{members}</members></doc>");
    }
}

extern alias generator;

using System.Reflection;
using System.Text.RegularExpressions;
using generator::TensorDsl.Generator.Diagnostics;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Diagnostics;

/// <summary>Every diagnostic has a page whose wrong example shows it and whose right example shows nothing.</summary>
public partial class PageTests
{
    // No definition leads to the generator's own failure, nor to what is wrong with a project.
    private static readonly string[] WithoutExample = ["TDSL009", "TDSL099"];

    public static TheoryData<string> Ids => [.. Descriptors.Ids.Except(WithoutExample)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_wrong_example_is_reported(string id) =>
        Assert.Equal(id, Assert.Single(GeneratorRun.Of(Example(id, "Wrong")).Diagnostics).Id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_right_example_is_right(string id) => GeneratorRun.Of(Example(id, "Right")).Expect();

    [Fact]
    public void Each_descriptor_leads_to_its_page_under_its_title()
    {
        foreach (string id in Descriptors.Ids)
        {
            var descriptor = Descriptors.Get(id);
            string page = File.ReadAllText(Path.Combine(Repository.Root, descriptor.HelpLinkUri));
            Assert.StartsWith($"# {id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_index_lists_every_page()
    {
        string folder = Path.Combine(Repository.Root, "docs", "diagnostics");
        string[] pages = [.. Directory.GetFiles(folder, "TDSL*.md").Select(page => Path.GetFileName(page)).Order()];
        Assert.Equal(Descriptors.Ids.Select(id => $"{id}.md").Order(), pages);
        string index = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.All(Descriptors.Ids, id => Assert.Contains($"| [{id}]({id}.md) | {Descriptors.Get(id).Title} |", index, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_mistake_that_the_language_can_throw_has_a_descriptor()
    {
        var factories = typeof(ShapeException).GetMethods(BindingFlags.Public | BindingFlags.Static);
        Assert.NotEmpty(factories);
        foreach (var factory in factories)
        {
            object?[] arguments = [.. factory.GetParameters().Select(p => Argument(p.ParameterType))];
            Assert.Contains(((ShapeException)factory.Invoke(null, arguments)!).Id, Descriptors.Ids);
        }
    }

    private static object? Argument(Type type) =>
        type == typeof(string) ? "x" : type == typeof(Shape) ? Shape.Scalar : Activator.CreateInstance(type);

    private static string Example(string id, string heading)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics", $"{id}.md"));
        var block = Block().Matches(page).Single(match => match.Groups[1].Value == heading);
        return block.Groups[2].Value;
    }

    [GeneratedRegex(@"## (\w+)\n\n```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}

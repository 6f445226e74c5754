using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.Facts;

/// <summary>The doc comment of a source's class <c>Net</c>, as the compiler hands it to an editor.</summary>
internal sealed class Hover
{
    private readonly Dictionary<string, string> _entries;
    private readonly Compilation _compilation;

    private Hover(XElement comment, Compilation compilation)
    {
        _compilation = compilation;
        var remarks = comment.Element("remarks")!;
        Summary = remarks.Element("para")!.Value;
        Training = remarks.Elements("para").Select(para => para.Value).FirstOrDefault(text => text.StartsWith("Training", StringComparison.Ordinal)) ?? "";
        _entries = remarks.Element("list")!.Elements("item").ToDictionary(item => item.Element("description")!.Element("c")!.Value, item => item.Value);
    }

    /// <summary>The first paragraph.</summary>
    public string Summary { get; }

    /// <summary>What is said about training.</summary>
    public string Training { get; }

    public long Parameters => Read(Summary, @"^([\d,]+) parameters:");

    /// <summary>Compiles a source and its generated code, which must be right, and reads the comment.</summary>
    public static Hover Of(string source)
    {
        var run = GeneratorRun.Of(source);
        run.ExpectCode();
        var compilation = Sources.Compile(source).AddSyntaxTrees(run.Result.GeneratedTrees);
        string xml = compilation.GetTypeByMetadataName("Net")!.GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken)!;
        return new Hover(XElement.Parse(xml), compilation);
    }

    /// <summary>The number that the pattern's group finds in what is said about an entry point.</summary>
    public long Number(string entryPoint, string pattern) => Read(_entries[entryPoint], pattern);

    /// <summary>The bytes that an entry point's code reserves for activations.</summary>
    public long Reserved(string entryPoint, int b, int t) => Loaded(model =>
    {
        var length = model.GetNestedType("Generated", BindingFlags.NonPublic)!.GetMethod($"{entryPoint}Arena")!;
        object[] sizes = [.. length.GetParameters().Select(size => (object)(size.Name switch { "b" => b, "t" => t, _ => t - 1 }))];
        return sizeof(float) * (long)length.Invoke(null, sizes)!;
    });

    /// <summary>The number of values in the parameters that the loaded class lists; nothing is allocated for them.</summary>
    public long LayoutCount() =>
        Loaded(model => ((IReadOnlyList<ParameterInfo>)model.GetProperty("Layout")!.GetValue(null)!).Sum(info => info.Count));

    /// <summary>Writes a program of the model and of this code, ready to be started.</summary>
    public void EmitProgram(string main, string path)
    {
        var stop = TestContext.Current.CancellationToken;
        var program = _compilation.AddSyntaxTrees(Sources.Parse(main, "Main.cs"))
            .WithOptions(_compilation.Options.WithOutputKind(OutputKind.ConsoleApplication).WithOptimizationLevel(OptimizationLevel.Release));
        using var image = File.Create(path);
        var emitted = program.Emit(image, cancellationToken: stop);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
    }

    /// <summary>Reads something off the loaded class.</summary>
    public T Loaded<T>(Func<Type, T> read)
    {
        using var image = new MemoryStream();
        var emitted = _compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        image.Position = 0;
        var context = new AssemblyLoadContext("Loaded", isCollectible: true);
        try
        {
            return read(context.LoadFromStream(image).GetType("Net", throwOnError: true)!);
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>The number that the pattern's group finds in a text.</summary>
    public static long Read(string text, string pattern)
    {
        var match = Regex.Match(text, pattern);
        Assert.True(match.Success, $"{pattern} is not in: {text}");
        return long.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }
}

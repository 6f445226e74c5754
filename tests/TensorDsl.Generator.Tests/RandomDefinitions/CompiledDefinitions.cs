using System.Runtime.Loader;
using TensorDsl.Generator.Tests.Support;

namespace TensorDsl.Generator.Tests.RandomDefinitions;

/// <summary>Definitions compiled with the generator and loaded, so that their models can be made and run.</summary>
internal sealed class CompiledDefinitions : IDisposable
{
    private readonly AssemblyLoadContext _context = new("Random definitions", isCollectible: true);
    private readonly System.Reflection.Assembly _assembly;

    public CompiledDefinitions(IEnumerable<string> sources)
    {
        Microsoft.CodeAnalysis.Compilation compilation = Sources.Compile([.. sources]);
        var run = GeneratorRun.Of(compilation);
        run.Expect();
        using var image = new MemoryStream();
        var emitted = compilation.AddSyntaxTrees(run.Result.GeneratedTrees)
            .Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        image.Position = 0;
        _assembly = _context.LoadFromStream(image);
    }

    /// <summary>The model of a name, whose definition is the same class.</summary>
    public Type Model(string name) => _assembly.GetType(name, throwOnError: true)!;

    public void Dispose() => _context.Unload();
}
